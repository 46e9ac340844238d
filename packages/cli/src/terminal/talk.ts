import { stripVTControlCharacters, styleText } from "node:util";
import type { Talk } from "@locollm/course";
import { terminalText } from "./terminal-text.ts";

export interface TalkOptions {
  readonly write: (text: string) => void;
  /** Redraw one line; off in a pipe, in CI and with `ACCESSIBLE=1`, where each update is a line of its own. */
  readonly live: boolean;
  readonly colour: boolean;
  readonly columns?: number | undefined;
}

const redrawEvery = 100;
const lineEvery = 5000;

export function createTalk(options: TalkOptions): Talk {
  const style = (format: Parameters<typeof styleText>[0], text: string) =>
    options.colour ? styleText(format, text, { validateStream: false }) : text;
  const width = Math.max(20, (options.columns ?? 80) - 1);
  const cut = (text: string) => (stripVTControlCharacters(text).length > width ? `${text.slice(0, width - 1)}…` : text);
  /** A progress line is on the screen that is not ended: what is said meanwhile takes its place, and the next update draws it again. */
  let unended = false;
  const line = (text: string) => {
    options.write(`${unended ? "\r\u001b[2K" : ""}${terminalText(text)}\n`);
    unended = false;
  };
  return {
    say: line,
    heading: (text) => line(`\n${style("bold", text)}`),
    warn: (text) => line(`${style("yellow", "warning:")} ${text}`),
    progress(label) {
      let last = 0;
      let said = "";
      return {
        update(text) {
          const now = performance.now();
          if (now - last < (options.live ? redrawEvery : lineEvery) && last > 0) return;
          last = now;
          if (text === said) return;
          said = text;
          const shown = terminalText(`${label}: ${text}`);
          options.write(options.live ? `\r\u001b[2K${cut(shown)}` : `${shown}\n`);
          unended = options.live;
        },
        finish(text) {
          const shown = terminalText(`${label}: ${text}`);
          options.write(options.live ? `\r\u001b[2K${shown}\n` : `${shown}\n`);
          unended = false;
        },
      };
    },
  };
}

/** The talk of this process: live on a terminal, plain lines elsewhere. */
export function processTalk(): Talk {
  const terminal = process.stderr.isTTY === true && !process.env["CI"] && process.env["TERM"] !== "dumb";
  return createTalk({
    write: (text) => process.stderr.write(text),
    live: terminal && process.env["ACCESSIBLE"] !== "1",
    colour: terminal && !process.env["NO_COLOR"],
    columns: process.stderr.columns,
  });
}
