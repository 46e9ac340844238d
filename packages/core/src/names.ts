import { z } from "zod";

/** Lower-case words joined by hyphens: names of adapters, semesters, bases, recipes. */
export const slugSchema = z
  .string()
  .max(64)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "must be lower-case letters and digits joined by single hyphens, as in iso-dates")
  .refine(
    (name) => !/^(con|prn|aux|nul|com\d|lpt\d)$/.test(name),
    "must not be a name that Windows keeps for a device",
  );

export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, "must be a sha256: 64 lower-case hex digits");

export const semverSchema = z
  .string()
  .regex(/^\d+\.\d+\.\d+$/, "must be a version such as 1.0.0")
  .describe("Three numbers, such as 1.0.0.");

/** A text that says something: not empty, and not spaces alone. */
export const textSchema = z.string().regex(/\S/, "must not be blank");

/** An adapter's full name, `<semester>/<slug>`. */
export const adapterIdSchema = z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/, "must be <semester>/<adapter>");

/** One version of an adapter, `<semester>/<slug>@<version>`. */
export const adapterVersionSchema = z
  .string()
  .regex(
    /^[a-z0-9-]+\/[a-z0-9-]+@\d+\.\d+\.\d+$/,
    "must be <semester>/<adapter>@<version>, as in 2026-s1/iso-dates@1.0.0",
  );

/** An adapter's folder, from the class repository's root, by its full name. */
export function adapterPath(id: string): string {
  return `semesters/${id.replace("/", "/adapters/")}`;
}

/** The version that every file of ours carries, so that old files stay readable. */
export const schemaVersion = z.literal(1).describe("The version of this file format.");
