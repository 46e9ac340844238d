import { randomBytes } from "node:crypto";
import { chmod, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { LocoError, saltSchema, slugSchema, visibleText, type Finding } from "@locollm/core";
import { readRows, writeWhole, type Row } from "@locollm/store";
import { requireOutside } from "../work/outside-repository.ts";
import { concealFinding } from "./conceal-finding.ts";

/** One adapter's rows in an instructor's folder: `<slug>.jsonl`, and its salt in `<slug>.salt`. */
export interface SealedFile {
  readonly slug: string;
  readonly rows: readonly Row[];
  /** Null where none was drawn yet. */
  readonly salt: string | null;
  /** What is wrong with the file, without a word of its rows. */
  readonly findings: readonly Finding[];
}

/**
 * The slugs of which an instructor's folder holds rows.
 *
 * @throws LocoError `sealed-in-repository`, `sealed-folder-missing`, `sealed-misnamed`
 */
export async function openSealedFolder(folder: string, repository: string): Promise<string[]> {
  await requireOutside(folder, repository, {
    code: "sealed-in-repository",
    holds: "sealed rows",
    such: "~/sealed",
  });
  const names = await readdir(folder).catch(() => null);
  if (names === null) {
    throw new LocoError({
      code: "sealed-folder-missing",
      message: `There is no folder ${folder}.`,
      fix: "Make it outside the repository, with one <adapter>.jsonl for each adapter.",
      fields: { folder },
      kind: "usage",
    });
  }
  const rows = names.filter((name) => /\.jsonl$/i.test(name));
  const slugOf = (name: string) => name.slice(0, -".jsonl".length);
  const odd = rows.find((name) => !name.endsWith(".jsonl") || !slugSchema.safeParse(slugOf(name)).success);
  if (odd !== undefined) {
    throw new LocoError({
      code: "sealed-misnamed",
      message: `${visibleText(odd)} is not called like an adapter.`,
      fix: "Name it <adapter>.jsonl, such as iso-dates.jsonl, or move it out of the folder.",
      fields: { folder },
      kind: "usage",
    });
  }
  return rows.map(slugOf).sort();
}

/** @throws LocoError `salt-unreadable` */
export async function readSealedFile(folder: string, slug: string): Promise<SealedFile> {
  const name = `${slug}.jsonl`;
  const { rows, findings } = await readRows(path.join(folder, name), name);
  return { slug, rows, salt: await readSalt(folder, slug), findings: findings.map(concealFinding) };
}

async function readSalt(folder: string, slug: string): Promise<string | null> {
  const file = path.join(folder, `${slug}.salt`);
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (text === null) return null;
  const { data } = saltSchema.safeParse(text.trim());
  if (data !== undefined) return data;
  throw new LocoError({
    code: "salt-unreadable",
    message: `${file} holds no salt, which is 64 hex digits.`,
    fix: "Bring it back from your backup: without it nobody can prove the rows.",
    fields: { file },
  });
}

/** Draws an adapter's salt and keeps it beside its rows, for the instructor's eyes alone. */
export async function drawSalt(folder: string, slug: string): Promise<string> {
  const salt = randomBytes(32).toString("hex");
  const file = path.join(folder, `${slug}.salt`);
  await writeWhole(file, `${salt}\n`);
  await chmod(file, 0o600);
  return salt;
}
