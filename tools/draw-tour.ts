import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * Draws the README's picture of the tour. `node tools/draw-tour.ts <log>` takes a log of `npm run tour` (stdout and stderr),
 * leaves out what repeats, and writes `docs/tour.txt` and `docs/tour.svg`; without a log it draws `docs/tour.txt` again;
 * `--check` fails where the committed picture is another.
 */
const docs = path.join(import.meta.dirname, "..", "docs");
const [argument] = process.argv.slice(2);
const check = argument === "--check";
const text = path.join(docs, "tour.txt");
if (argument !== undefined && !check) {
  mkdirSync(docs, { recursive: true });
  writeFileSync(text, shorten(readFileSync(argument, "utf8")));
}
const picture = path.join(docs, "tour.svg");
const drawn = drawTranscript(readFileSync(text, "utf8").trimEnd());
if (!check) writeFileSync(picture, drawn);
else if (readFileSync(picture, "utf8") !== drawn) {
  console.error("docs/tour.svg is not what docs/tour.txt draws.");
  process.exitCode = 1;
}

/** The log without the installation, progress lines that another follows, and all but one example. */
function shorten(log: string): string {
  const all = log.split("\n").map((line) => line.trimEnd());
  const start = all.findIndex((line) => line.startsWith("1 of 5"));
  const end = all.findIndex((line) => line.startsWith("That was LocoLLM"));
  const lines = all.slice(start, end + 1);
  const label = (line: string | undefined) => /^ {2}([^:]+): /.exec(line ?? "")?.[1];
  const kept: string[] = [];
  let examples = 0;
  let section = "";
  for (const [at, line] of lines.entries()) {
    const progress = label(line);
    if (progress !== undefined && progress === label(lines[at + 1])) continue;
    // A source that could not be reached says more of the network than of the tour.
    if ([line, lines[at + 1]].some((one) => one?.startsWith("  not from ")) && line.startsWith("  ")) continue;
    if (line.startsWith("  download: ") && !line.includes("verified")) continue;
    if (/^Right with |^\d of 5/.test(line)) section = line;
    if (/^ {2}\S+, (easy|medium|hard)$/.test(line)) examples += 1;
    if (section.startsWith("Right with the adapter only") && examples > 1) continue;
    if (/^Right with (the base only|neither)/.test(section)) continue;
    kept.push(line);
  }
  return `$ npm run tour\n\n${kept.join("\n").replace(/\n{3,}/g, "\n\n")}\n`;
}

function drawTranscript(text: string): string {
  const lines = text
    .split("\n")
    .map((line) => wrap(line, 100))
    .flat();
  const lineHeight = 19;
  const height = lines.length * lineHeight + 64;
  const rows = lines.map((line, index) => {
    const kind = /^\d+ of \d+/.test(line) ? ' class="head"' : line.startsWith("$ ") ? ' class="typed"' : "";
    return `<text x="20" y="${58 + index * lineHeight}"${kind}>${escape(line)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 ${height}" role="img" aria-labelledby="title">
<title id="title">What npm run tour prints</title>
<style>
rect { fill: #14181f }
circle { fill: #3b4453 }
text { fill: #d5dae3; font: 14px ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; white-space: pre }
.head { fill: #7fd1ff; font-weight: 600 }
.typed { fill: #ffffff; font-weight: 600 }
</style>
<rect width="900" height="${height}" rx="10"/>
<circle cx="26" cy="22" r="6"/><circle cx="46" cy="22" r="6"/><circle cx="66" cy="22" r="6"/>
${rows.join("\n")}
</svg>
`;
}

function wrap(line: string, columns: number): string[] {
  if (line.length <= columns) return [line];
  const cut = Math.max(line.lastIndexOf(" ", columns), 40);
  return [line.slice(0, cut), ...wrap(`    ${line.slice(cut).trimStart()}`, columns)];
}

function escape(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
