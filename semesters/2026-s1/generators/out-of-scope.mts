import { outOfScopeRows } from "./out-of-scope-rows.mts";
import { toJsonl, writeFiles } from "./write-files.mts";

export const rows = outOfScopeRows("2026-s1/out-of-scope");
if (import.meta.main) writeFiles("2026-s1", { "out-of-scope.jsonl": toJsonl(rows) });
