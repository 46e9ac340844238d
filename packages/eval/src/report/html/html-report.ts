import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import type { Report } from "../report.ts";
import { judgesTitle, sealedTitle } from "../figures.ts";
import { resultsTable, tableLegend } from "../results-table.ts";
import { calibrationSection } from "./calibration-figure.ts";
import { escapeHtml, sentenceHtml } from "./markup.ts";
import { differenceBar, scoreBars } from "./score-bars.ts";
import { htmlTable } from "./html-table.ts";
import { trainingSection } from "./training-figure.ts";
import { packViewerData } from "./viewer-data.ts";

/** 15 MB less what the page itself needs. */
const mostDataCharacters = 14_500_000;

/**
 * The report as one HTML file that needs no network and asks for none: style, viewer and data are in it, and its content security
 * policy lets nothing else run.
 */
export function htmlReport(report: Report): string {
  const style = readFileSync(new URL("report.css", import.meta.url), "utf8");
  const viewer = viewerScript();
  const policy = [
    "default-src 'none'",
    `style-src '${sha256(style)}'`,
    `script-src '${sha256(viewer)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const { sides, verdicts } = report;
  const [headline, ...others] = verdicts;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(report.title)}: evaluation</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${escapeHtml(report.title)}</h1>
<p class="about">${escapeHtml(report.about)}</p>
<p class="notice"><strong>Note:</strong> ${escapeHtml(report.notice)}</p>${report.cautions.map((caution) => `\n<p class="notice caution"><strong>Caution:</strong> ${escapeHtml(caution)}</p>`).join("")}
</header>
<main>
<section class="verdict" aria-labelledby="verdict">
<h2 id="verdict">Verdict</h2>
${sentence(headline!)}
${differenceBar(headline!.verdict)}${others.map((verdict) => `\n${sentence(verdict)}`).join("")}
</section>
<section aria-labelledby="scores">
<h2 id="scores">Right answers</h2>
<div class="groups">
${scoreBars(sides)}
</div>
<details><summary>As a table, with format misses</summary>
${table(report)}
</details>
<p class="legend">${sentenceHtml(tableLegend)}</p>
</section>
${calibrationSection(sides)}${trainingSection(report.training)}${sealedSection(report)}${judgesSection(report)}
<section aria-labelledby="answers" id="viewer">
<h2 id="answers">Answers, item by item</h2>
<noscript><p>Scripts are off, so the answers cannot be shown here: they are in the runs' samples.jsonl.</p></noscript>
</section>
</main>
<footer><p>${escapeHtml(report.notice)}</p></footer>
<script type="text/plain" id="data">${packViewerData(report, mostDataCharacters)}</script>
<script type="module">${viewer}</script>
</body>
</html>
`;
}

function sentence({ verdict, sentence: said }: Report["verdicts"][number]): string {
  return `<p class="sentence ${verdict.outcome}">${sentenceHtml(said)}</p>`;
}

function sealedSection({ sealed }: Report): string {
  if (sealed.length === 0) return "";
  const said = sealed.map((sentence) => `<p>${sentenceHtml(sentence)}</p>`).join("\n");
  return `\n<section aria-labelledby="sealed">\n<h2 id="sealed">${sealedTitle}</h2>\n${said}\n</section>`;
}

function judgesSection({ judges }: Report): string {
  if (judges.length === 0) return "";
  const said = judges.map(
    ({ name, words }) =>
      `<h3>${escapeHtml(name)}</h3>\n${words.map((said) => `<p>${sentenceHtml(said)}</p>`).join("\n")}`,
  );
  return `\n<section class="judges" aria-labelledby="judges">\n<h2 id="judges">${judgesTitle}</h2>\n${said.join("\n")}\n</section>`;
}

function table({ sides }: Report): string {
  const { head, rows } = resultsTable(sides);
  return htmlTable("Right answers, as a table", head, rows);
}

/** The viewer as browsers read it: its types taken out, its imports being of types alone. */
function viewerScript(): string {
  const source = readFileSync(new URL("viewer/viewer.ts", import.meta.url), "utf8");
  // Node says on stderr that this function is new; a person who asked for a report cannot do anything about that.
  const silenced = Object.getOwnPropertyDescriptor(process, "emitWarning")!;
  process.emitWarning = () => {};
  try {
    return stripTypeScriptTypes(source);
  } finally {
    Object.defineProperty(process, "emitWarning", silenced);
  }
}

function sha256(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
