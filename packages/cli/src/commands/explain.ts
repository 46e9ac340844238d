import { codeGroups, codePage, codePages } from "@locollm/course";
import type { CommandResult } from "../command-result.ts";
import { pageText } from "../terminal/page-text.ts";
import { formatTable } from "../terminal/table.ts";

/** The page of one code of a finding or an error; without one, all codes with what each says. Needs no class repository. */
export async function explain(code: string | undefined): Promise<CommandResult> {
  if (code === undefined) return allCodes();
  const page = await codePage(code);
  const { group, title, body, seeAlso } = page;
  return {
    data: { code: page.code, group, title, body, seeAlso },
    text: `${page.code} (${group})\n${pageText(`${title}\n\n${body}`, process.stdout.columns)}`,
  };
}

async function allCodes(): Promise<CommandResult> {
  const pages = await codePages();
  const lists = codeGroups.map((group) => {
    const rows = pages.filter((page) => page.group === group).map(({ code, title }) => [`  ${code}`, title]);
    return `${group}\n${formatTable(rows)}`;
  });
  return {
    data: { codes: pages.map(({ code, group, title }) => ({ code, group, title })) },
    text: `${lists.join("\n\n")}\n\nMore about one: loco explain <code>`,
  };
}
