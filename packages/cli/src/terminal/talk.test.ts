import { expect, test } from "vitest";
import { createTalk } from "./talk.ts";

function written(live: boolean, speak: (talk: ReturnType<typeof createTalk>) => void): string {
  let all = "";
  speak(createTalk({ write: (text) => (all += text), live, colour: false, columns: 24 }));
  return all;
}

test("in a pipe every update is a plain line, and no more than one each five seconds", () => {
  const all = written(false, (talk) => {
    const line = talk.progress("base");
    line.update("10 %");
    line.update("20 %");
    line.finish("done");
  });
  expect(all).toBe("base: 10 %\nbase: done\n");
});

test("on a terminal one line is redrawn and cut to the width", () => {
  const all = written(true, (talk) => {
    const line = talk.progress("base");
    line.update("a text that is far longer than the terminal");
    line.finish("done");
  });
  expect(all.split("\r\u001b[2K")).toEqual(["", "base: a text that is f…", "base: done\n"]);
});

test("headings stand apart", () => {
  expect(written(false, (talk) => talk.heading("1 of 6"))).toBe("\n1 of 6\n");
});

test("what is said while a line is redrawn takes a line of its own", () => {
  const all = written(true, (talk) => {
    const line = talk.progress("base");
    line.update("0 of 9");
    talk.say("This takes long.");
    line.finish("done");
  });
  expect(all.split("\r\u001b[2K")).toEqual(["", "base: 0 of 9", "This takes long.\n", "base: done\n"]);
});
