import { mkdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { LocoError, slugSchema, type Item } from "@locollm/core";
import { temporaryBeside, writeError, writeWhole } from "../write-whole.ts";
import type { Origin } from "./origin.ts";
import { cardTemplate, manifestTemplate, proposalTemplate } from "./adapter-template.ts";

export interface NewAdapterOptions {
  /** The class repository's root. */
  readonly root: string;
  readonly semester: string;
  readonly slug: string;
  /** Defaults to the slug in words. */
  readonly title?: string | undefined;
  readonly train?: readonly Item[] | undefined;
  readonly eval?: readonly Item[] | undefined;
  /** The adapter that it builds on; its manifest and rows stand in the place of the ones above. */
  readonly origin?: Origin | undefined;
}

/**
 * Makes the folder of a new adapter: manifest, model card and proposal with a TODO for everything that only its author
 * knows, and the two datasets. Returns the folder.
 *
 * @throws LocoError `bad-adapter-name`, `adapter-exists`, `unknown-semester`
 */
export async function newAdapter(options: NewAdapterOptions): Promise<string> {
  const { root, semester, slug, origin, train = [], eval: evaluation = [] } = options;
  const title = options.title ?? origin?.title ?? titleOf(slug);
  const named = slugSchema.safeParse(slug);
  if (!named.success) {
    const suggestion = slug
      .normalize("NFKD")
      .replace(/\p{M}+/gu, "")
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "");
    throw new LocoError({
      code: "bad-adapter-name",
      message: `${slug} cannot be an adapter's name: ${named.error.issues[0]?.message ?? "it is not a slug"}.`,
      fix:
        suggestion === "" || suggestion === slug
          ? "Choose a name such as tide-tables."
          : `Try: loco new ${suggestion.slice(0, 64)}`,
      fields: { name: slug },
      kind: "usage",
    });
  }
  const folder = path.join(root, "semesters", semester, "adapters", slug);
  if ((await exists(path.join(root, "semesters", semester, "semester.yaml"))) === false) {
    throw new LocoError({
      code: "unknown-semester",
      message: `There is no semester ${semester} here.`,
      fix: "Name one of the folders in semesters/.",
      fields: { semester },
      kind: "usage",
    });
  }
  if (await exists(folder)) {
    throw new LocoError({
      code: "adapter-exists",
      message: `The adapter ${semester}/${slug} is there already.`,
      fix: `Choose another name, or go on with it: loco check ${slug}`,
      fields: { adapter: `${semester}/${slug}` },
      kind: "usage",
    });
  }
  const unfinished = temporaryBeside(folder);
  try {
    await writeWhole(path.join(unfinished, "adapter.yaml"), origin?.manifest ?? manifestTemplate(title));
    await writeWhole(path.join(unfinished, "README.md"), cardTemplate(title, origin?.name));
    await writeWhole(path.join(unfinished, "proposal.md"), proposalTemplate(title));
    const data = origin?.files ?? [
      ["data/train.jsonl", jsonl(train)],
      ["data/eval.jsonl", jsonl(evaluation)],
    ];
    for (const [name, text] of data) await writeWhole(path.join(unfinished, name), text);
    await mkdir(path.dirname(folder), { recursive: true });
    await rename(unfinished, folder);
  } catch (cause) {
    await rm(unfinished, { recursive: true, force: true });
    throw writeError(folder, cause);
  }
  return folder;
}

function titleOf(slug: string): string {
  const words = slug.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function jsonl(items: readonly Item[]): string {
  return items.map((item) => `${JSON.stringify(item)}\n`).join("");
}

async function exists(file: string): Promise<boolean> {
  return (await stat(file).catch(() => null)) !== null;
}
