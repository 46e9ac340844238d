import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { smallClass } from "./small-class.ts";

/** A word that no other row has, to be looked for in everything that is left behind. */
export const canary = "Xyloquartzhaven";
const proposal = `# Dates: proposal

A sentence in English with one date in it; the answer is that date as YYYY-MM-DD and nothing else.
"The library opened on 3 May 1999." → 1999-05-03. Only the Gregorian calendar, 1950 to 2035.
`;

const months = ["January", "March", "April", "June", "August", "October", "December"];

/** Handwritten rows of another team: sentences of iso-dates with a name in each that occurs nowhere else. */
export function sealedRow(number: number): { id: string; prompt: string; answer: string; difficulty: string } {
  const month = months[number % months.length]!;
  const [day, year] = [10 + (number % 15), 1952 + 3 * number];
  const at = String(new Date(`${month} 1, 2000 UTC`).getUTCMonth() + 1).padStart(2, "0");
  const prompt = `The ${number}th keeper of ${canary}${number} signed the harbour book on ${month} ${day}, ${year}.`;
  return { id: `sealed-${canary}-${number}`, prompt, answer: `${year}-${at}-${day}`, difficulty: "medium" };
}

export const jsonl = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

/** A class with iso-dates and its proposal, and an instructor's folder with sealed rows outside it. */
export async function sealedClass({ rows = 24, home }: { readonly rows?: number; readonly home?: string } = {}) {
  const made = await smallClass(home === undefined ? {} : { home });
  await made.copyAdapter("iso-dates", { train: 120, eval: 24 });
  await made.write("semesters/2026-s2/adapters/iso-dates/proposal.md", proposal);
  const manifest = path.join(made.root, "semesters/2026-s2/semester.yaml");
  const rules = await readFile(manifest, "utf8");
  const small = rules.replace(/minimumRows: .*/, "minimumRows: { train: 60, eval: 20 }");
  await writeFile(manifest, `${small}grade:\n  weights: submitted\n`);
  const folder = await mkdtemp(path.join(os.tmpdir(), "loco-instructor-"));
  const write = (text: string, name = "iso-dates.jsonl") => writeFile(path.join(folder, name), text);
  await write(jsonl(Array.from({ length: rows }, (_, i) => sealedRow(i + 1))));
  const seals = async () =>
    JSON.parse(await readFile(path.join(made.root, "semesters/2026-s2/seals.json"), "utf8")) as {
      adapters: Record<string, { evaluation: object; sealed: { sha256: string }; earlier: object[] }>;
    };
  return {
    ...made,
    folder,
    seals,
    writeSealed: write,
    copyFolder: async (to: string) => {
      await mkdir(path.dirname(to), { recursive: true });
      await cp(folder, to, { recursive: true });
    },
    [Symbol.asyncDispose]: async () => {
      await made[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The files below a folder that hold the canary in their bytes or in their names. */
export async function filesWithCanary(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])) {
    const file = path.join(entry.parentPath, entry.name);
    const held = entry.isFile() && (await readFile(file).catch(() => Buffer.alloc(0))).includes(canary);
    if (held || entry.name.includes(canary)) found.push(path.relative(folder, file));
  }
  return found;
}
