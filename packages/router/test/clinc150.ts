import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const beside = join(import.meta.dirname, "..", "..", "..", "..", "shared", "data");
const folder = join(process.env["LOCO_DATA"] ?? beside, "clinc150");
const pairs = z.array(z.tuple([z.string(), z.string()]));
const clincSchema = z.object({ train: pairs, val: pairs, test: pairs, oos_val: pairs, oos_test: pairs });

/** CLINC150 (Larson et al. 2019): pairs of a query and its intent; `oos` where it has none. */
export type Clinc150 = z.infer<typeof clincSchema> & { readonly domains: Readonly<Record<string, readonly string[]>> };

/** CLINC150 where `LOCO_DATA` points, else beside the checkout; read in place, undefined where it is absent. */
export function readClinc150(): Clinc150 | undefined {
  if (!existsSync(join(folder, "data_full.json"))) return undefined;
  const data = clincSchema.parse(JSON.parse(readFileSync(join(folder, "data_full.json"), "utf8")));
  const domains = z
    .record(z.string(), z.array(z.string()))
    .parse(JSON.parse(readFileSync(join(folder, "domains.json"), "utf8")));
  return { ...data, domains };
}
