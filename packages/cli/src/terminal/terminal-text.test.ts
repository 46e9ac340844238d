import { stripVTControlCharacters, styleText } from "node:util";
import { expect, test } from "vitest";
import { hostileTexts } from "../../../eval/test/hostile-texts.ts";
import { createTalk } from "./talk.ts";
import { terminalText } from "./terminal-text.ts";

test("our colours stay, others' commands to a terminal or a runner do not", () => {
  const bold = styleText("bold", "ours", { validateStream: false });
  expect(terminalText(`${bold} \u001b[2J \u001b]8;;x\u0007`)).toBe(`${bold} ␛[2J ␛]8;;x␇`);
  expect(terminalText("a\n  ::error::x\n::group::\nb ##[endgroup] a::b")).toBe(
    "a\n  : :error::x\n: :group::\nb # #[endgroup] a::b",
  );
});

test.each(hostileTexts)("%j is shown and does nothing", (text) => {
  let written = "";
  const talk = createTalk({ write: (part) => void (written += part), live: false, colour: false });
  talk.say(text);
  talk.warn(text);
  talk.heading(text);
  const progress = talk.progress(text);
  progress.update(text);
  progress.finish(text);
  // Nobody can tell a stranger's colours from ours.
  // eslint-disable-next-line no-control-regex -- the escape sequences of colours
  written = written.replaceAll(/\u001b\[\d{1,3}m/g, "");
  expect(stripVTControlCharacters(written)).toBe(written);
  // eslint-disable-next-line no-control-regex -- control characters are what must not be there
  expect(written).not.toMatch(
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u200b\u2028-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/u,
  );
  expect(written).not.toMatch(/^\s*::|##\[/m);
});
