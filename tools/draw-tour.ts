import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Draws `docs/tour.txt`, what a real `npm run tour` printed, as the picture in the README.
 * `--check` draws nothing and fails where the committed picture is another.
 */
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const transcript = readFileSync(path.join(root, "docs/tour.txt"), "utf8").trimEnd();
const picturePath = path.join(root, "docs/tour.svg");
const drawn = drawTranscript(transcript);

if (process.argv.includes("--check")) {
  if (readFileSync(picturePath, "utf8") !== drawn) {
    process.stderr.write("docs/tour.svg is not what docs/tour.txt draws. Run: node tools/draw-tour.ts\n");
    process.exitCode = 1;
  }
} else writeFileSync(picturePath, drawn);

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
