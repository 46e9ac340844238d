import { escapeHtml } from "./markup.ts";

/** A table that scrolls by itself where it is wider than the page; the first cell of a row is its heading. */
export function htmlTable(label: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  const header = head.map((cell) => `<th scope="col">${escapeHtml(cell)}</th>`).join("");
  const body = rows
    .map(([first, ...cells]) => {
      const data = cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join("");
      return `<tr><th scope="row">${escapeHtml(first!)}</th>${data}</tr>`;
    })
    .join("\n");
  return `<div class="scrolled" tabindex="0" role="region" aria-label="${label}"><table><thead><tr>${header}</tr></thead><tbody>\n${body}\n</tbody></table></div>`;
}
