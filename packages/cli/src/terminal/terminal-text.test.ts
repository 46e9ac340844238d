import { stripVTControlCharacters, styleText } from "node:util";
import { expect, test } from "vitest";
import { hostileTexts, unseenCharacters } from "@locollm/core";
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
  expect(written).not.toMatch(unseenCharacters);
  expect(written).not.toMatch(/^\s*::|##\[/m);
});
