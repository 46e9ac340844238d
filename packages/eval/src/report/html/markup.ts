import { visibleText } from "@locollm/core";

/** Text as it may stand in an element or a quoted attribute of HTML. */
export function escapeHtml(text: string): string {
  return visibleText(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/** A sentence as HTML in which no line ends between a number and its percent sign. */
export function sentenceHtml(text: string): string {
  return escapeHtml(text).replaceAll(" %", "&nbsp;%");
}
