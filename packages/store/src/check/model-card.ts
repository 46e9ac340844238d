import path from "node:path";
import type { Finding } from "@locollm/core";
import { maxCardBytes } from "../adapter-files/write-records.ts";
import { readText } from "../workspace/read-text.ts";

/** Whether there is a model card with more in it than headings and the measured block. */
export async function modelCard(folder: string, shown: string): Promise<Finding[]> {
  const file = `${shown}/README.md`;
  const { text, findings } = await readText(path.join(folder, "README.md"), file, maxCardBytes);
  if (text === null) {
    if (findings.some(({ code }) => code !== "file-missing")) return [...findings];
    return [
      {
        code: "card-missing",
        severity: "error",
        file,
        message: "The model card is missing.",
        fix: "Write README.md: what it is for, how the rows were made, where it fails.",
      },
    ];
  }
  return [...findings, ...whatItSays(text, file)];
}

function whatItSays(text: string, file: string): Finding[] {
  const left = text.split("\n").findIndex((line) => /\bTODO\b/.test(line));
  if (left !== -1) {
    return [
      {
        code: "placeholder-left",
        severity: "error",
        file,
        line: left + 1,
        message: "The model card still says TODO.",
        fix: "Write it in your own words.",
      },
    ];
  }
  const words = text
    .replace(/<!--[\s\S]*?-->/g, "")
    .split("\n")
    .filter((line) => !/^\s*(#|\||$)/.test(line))
    .join(" ")
    .split(/\s+/)
    .filter(Boolean).length;
  if (words >= 40) return [];
  return [
    {
      code: "card-thin",
      severity: "warning",
      file,
      message: `The model card has ${words} words of text.`,
      fix: "Say what it is for, how the rows were made, and where it fails.",
    },
  ];
}
