import { expect, test } from "vitest";
import { readMeasuredBlock, replaceMeasuredBlock } from "./measured-block.ts";

const card = "# Demo\n\nText.\n\n<!-- loco:measured:start -->\nold\n<!-- loco:measured:end -->\n\n## Limits\n";

test("changes what is between the markers and nothing else", () => {
  const changed = replaceMeasuredBlock(card, "new\nlines\n");
  expect(changed).toBe(card.replace("old", "new\nlines"));
  expect(readMeasuredBlock(changed)).toBe("new\nlines");
  expect(replaceMeasuredBlock(changed, "new\nlines")).toBe(changed);
});

test("keeps CRLF, and adds the markers where there are none", () => {
  const windows = card.replaceAll("\n", "\r\n");
  expect(replaceMeasuredBlock(windows, "a\nb")).toBe(replaceMeasuredBlock(card, "a\nb").replaceAll("\n", "\r\n"));
  expect(readMeasuredBlock("# Demo\n")).toBeNull();
  expect(replaceMeasuredBlock("# Demo\n\n\n", "x")).toBe(
    "# Demo\n\n<!-- loco:measured:start -->\nx\n<!-- loco:measured:end -->\n",
  );
});
