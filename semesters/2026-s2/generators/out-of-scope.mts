import { outOfScopeRows } from "../../2026-s1/generators/out-of-scope-rows.mts";
import { toJsonl, writeFiles } from "../../2026-s1/generators/write-files.mts";

export const rows = outOfScopeRows("out-of-scope");
if (import.meta.main) writeFiles("2026-s2", { "out-of-scope.jsonl": toJsonl(rows) });
