import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type BrowserContextOptions } from "playwright-core";

/** A Chromium that opens reports as a person does, from a file; what a page says wrong, or asks of a network, is kept. */
export async function openBrowser(executablePath: string) {
  // Chromium's own sandbox does not start as root, which CI is; the pages are ours.
  const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
  const folder = await mkdtemp(path.join(os.tmpdir(), "loco report-"));
  return {
    async open(html: string, options: BrowserContextOptions = {}) {
      const file = path.join(folder, "report.html");
      await writeFile(file, html);
      const context = await browser.newContext(options);
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on("console", (message) => complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(String(error)));
      page.on("dialog", (dialog) => complaints.push(dialog.message()));
      page.on("request", (request) => {
        if (!request.url().startsWith("file:")) complaints.push(request.url());
      });
      await page.goto(pathToFileURL(file).href);
      await page.locator(".row").first().waitFor();
      return { page, complaints };
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
