import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { visibleText } from "./visible-text.ts";

const unseen = fc.constantFrom("\u001b[2J", "\u202e", "\n", "\t", "\u180e", "\ufe0f", "\u{e0041}", "\u{e0101}");
const nasty = fc.array(fc.oneof(fc.string({ unit: "binary", maxLength: 80 }), unseen)).map((parts) => parts.join(""));

test.prop([nasty])("reaches no terminal as a control character, and hides nothing", (text) => {
  const shown = visibleText(text).replaceAll("\n", "");
  expect(shown).not.toMatch(/[\p{Cc}\u200b\u200c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u);
  expect(shown.replaceAll(/\p{RGI_Emoji}/gv, "")).not.toMatch(/\p{Default_Ignorable_Code_Point}/u);
  expect(shown.isWellFormed()).toBe(true);
});

test.prop([fc.stringMatching(/^[ -~\n]*$/)])("leaves plain text alone", (text) => {
  expect(visibleText(text)).toBe(text);
});

test("names what is not seen by its code point", () => {
  const tagged = "\u{e0068}\u{e0069}";
  expect(visibleText(`a\u00adb\u180ec\u2028d\u3164e\u200df\ufff9${tagged}!\ufe0f`)).toMatchInlineSnapshot(
    `"a<U+00AD>b<U+180E>c<U+2028>d<U+3164>e<U+200D>f<U+FFF9><U+E0068><U+E0069>!<U+FE0F>"`,
  );
});

test.each(["❤️", "👩‍🔬", "👨‍👩‍👧", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "1️⃣", "🇦🇺", "٦ \u0600٦", "e\u0301"])("%s is left as it is", (text) => {
  expect(visibleText(text)).toBe(text);
});

test("a run of selectors behind an emoji is named", () => {
  expect(visibleText("😀\u{e0101}\u{e0102}\ufe0f")).toBe("😀<U+E0101><U+E0102><U+FE0F>");
});
