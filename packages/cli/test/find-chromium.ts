import { accessSync, constants } from "node:fs";
import path from "node:path";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"];
const usual = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
  String.raw`C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe`,
];

/** An installed Chromium or a browser made of it, for tests of pages; `CHROMIUM` names another. Undefined where there is none. */
export function findChromium(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(path.delimiter).filter((folder) => folder !== "");
  const found = [
    ...(process.env["CHROMIUM"] === undefined ? [] : [process.env["CHROMIUM"]]),
    ...folders.flatMap((folder) => names.map((name) => path.join(folder, name))),
    ...usual,
  ].find(isProgram);
  if (found === undefined) console.log("skipped: no Chromium; install one (Debian: apt-get install chromium)");
  return found;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
