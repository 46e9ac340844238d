import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { didYouMean, LocoError } from "@locollm/core";
import { pagesFolder } from "../pages-folder.ts";

/** Where a code belongs, in the order in which an adapter meets them; each is a folder of pages. */
export const codeGroups = [
  "files",
  "manifest",
  "rows",
  "recipe",
  "class",
  "bases",
  "training",
  "fleet",
  "weights",
  "evaluation",
  "router",
  "submission",
  "sealed",
  "machine",
] as const;
export type CodeGroup = (typeof codeGroups)[number];

/** What a code of a finding or an error means, why it is there, and how to mend it. */
export interface CodePage {
  readonly code: string;
  readonly group: CodeGroup;
  /** One sentence. */
  readonly title: string;
  /** Markdown below the title: headings, paragraphs, lists, fences. */
  readonly body: string;
  /** Codes that are about something near. */
  readonly seeAlso: readonly string[];
}

/** All pages, by group and code. */
export async function codePages(): Promise<CodePage[]> {
  const groups = await Promise.all(
    codeGroups.map(async (group) => {
      const files = (await readdir(path.join(pagesFolder, group))).filter((file) => file.endsWith(".md")).sort();
      return Promise.all(
        files.map(async (file) => parsePage(group, file, await readFile(path.join(pagesFolder, group, file), "utf8"))),
      );
    }),
  );
  return groups.flat();
}

/**
 * The page of a code, as a finding prints it in brackets.
 *
 * @throws LocoError `unknown-code` with the nearest codes
 */
export async function codePage(written: string): Promise<CodePage> {
  // Copied together with its brackets, or its backticks.
  const code = written.replaceAll(/^[[`]+|[\]`]+$/g, "");
  const pages = await codePages();
  const page = pages.find((one) => one.code === code);
  if (page !== undefined) return page;
  throw new LocoError({
    code: "unknown-code",
    message: `There is no code ${code}.`,
    fix: `${didYouMean(
      code,
      pages.map((one) => one.code),
    )} loco explain lists them all.`,
    fields: { code },
    kind: "usage",
  });
}

function parsePage(group: CodeGroup, file: string, text: string): CodePage {
  const code = path.basename(file, ".md");
  const [first = "", ...rest] = text.split("\n");
  const body = rest.join("\n").trim();
  const [, also = ""] = /^See also: (.*)$/m.exec(body) ?? [];
  return { code, group, title: first.replace(/^# /, ""), body, seeAlso: also.match(/[a-z0-9-]+/g) ?? [] };
}
