import { hasErrors, LocoError, sealHash, type AdapterSeals } from "@locollm/core";
import type { Row, SemesterFolder } from "@locollm/store";
import { publishedOf, sealsOf } from "./freeze-evaluation.ts";
import { readSealedFile } from "./sealed-folder.ts";

export interface ProvenRows {
  readonly slug: string;
  readonly rows: readonly Row[];
  readonly salt: string;
  readonly published: NonNullable<AdapterSeals["sealed"]>;
}

/**
 * One adapter's rows in the instructor's folder, which are the ones whose hash was published.
 *
 * @throws LocoError `not-sealed`, `sealed-missing`, `seal-broken`, `salt-unreadable`
 */
export async function proveSealed(folder: string, semester: SemesterFolder, slug: string): Promise<ProvenRows> {
  const adapter = `${semester.id}/${slug}`;
  const published = publishedOf(sealsOf(semester), slug).sealed;
  if (published === undefined) {
    throw new LocoError({
      code: "not-sealed",
      message: `No sealed rows of ${adapter} are published.`,
      fix: "Publish their hash first: loco semester seal",
      fields: { adapter },
      kind: "usage",
    });
  }
  const { rows, salt, findings } = await readSealedFile(folder, slug);
  if (salt === null || findings.some(({ code }) => code === "file-missing")) {
    throw new LocoError({
      code: "sealed-missing",
      message: `${slug}.${salt === null ? "salt" : "jsonl"} is not in ${folder}.`,
      fix: `Name the folder from which ${adapter} was sealed on ${published.at.slice(0, 10)}.`,
      fields: { adapter, folder },
    });
  }
  // A line that cannot be read is no part of the hash, and was not there when it was published.
  const items = rows.map(({ item }) => item);
  if (!hasErrors(findings) && sealHash({ adapter, items, salt }) === published.sha256)
    return { slug, rows, salt, published };
  throw new LocoError({
    code: "seal-broken",
    message: `${slug}.jsonl with its salt is not what was sealed on ${published.at.slice(0, 10)}: its sha256 is not the published ${published.sha256.slice(0, 12)}….`,
    fix: "Bring both files back from your copy of the folder. Nothing was measured or written.",
    fields: { adapter },
  });
}
