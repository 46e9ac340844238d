import { readFile } from "node:fs/promises";
import path from "node:path";
import { hashOf, type Sample } from "@locollm/core";
import { openRunFolder, readRun } from "@locollm/store";
import { expect, test } from "vitest";
import { findChromium } from "../../test/find-chromium.ts";
import { openBrowser } from "../../test/report-page.ts";
import { smallClass } from "../../test/small-class.ts";

const chromium = findChromium();

test.skipIf(chromium === undefined)(
  "ten thousand answers are at most 15 MB, and only those in sight are elements",
  async () => {
    await using made = await smallClass();
    await made.copyAdapter("iso-dates", { train: 60, eval: 24 });
    const { stdout } = await made.loco("eval", "iso-dates", "--json");
    const { runs } = (JSON.parse(stdout) as { data: { runs: Record<string, string> } }).data;
    const ids: string[] = [];
    for (const folder of [runs["adapter"]!, runs["basePlain"]!]) {
      const { run, samples } = await readRun(made.root, path.basename(folder));
      // 120 tokens each that hardly compress.
      const many = Array.from({ length: 10_000 }, (_, i): Sample => {
        const words = Array.from({ length: 120 }, (__, j) => ((i * 7919 + j * 104_729) % 999_983).toString(36));
        const logProbabilities = words.map((___, j) => -(j % 7) / 3);
        return { ...samples[i % 24]!, item: `eval-${i + 1}`, output: words.join(" "), logProbabilities };
      });
      const tokens = many.map(({ item, output }) => ({ item, tokens: output.split(/(?= )/) }));
      ids.push(hashOf(folder));
      await openRunFolder(made.root).write({ ...run, id: ids.at(-1)! }, many, [], tokens);
    }
    expect(await made.loco("report", ...ids, "--report", "r.html")).toMatchObject({ exitCode: 0 });
    const html = await readFile(path.join(made.root, "r.html"), "utf8");
    expect(Buffer.byteLength(html)).toBeLessThanOrEqual(15_000_000);
    await using browser = await openBrowser(chromium!);
    const { page, complaints } = await browser.open(html);
    await page.locator(".list").focus();
    await page.keyboard.press("End");
    expect(await page.locator(".row[aria-selected=true] .item").textContent()).toBe("eval-10000");
    expect(await page.locator(".said .token").count()).toBeGreaterThan(20);
    expect(await page.locator(".row").count()).toBeLessThan(60);
    await page.keyboard.press("/");
    await page.keyboard.type("eval-7777");
    expect(await page.locator(".status").textContent()).toBe("1 of 10000 items");
    expect(complaints).toEqual([]);
  },
);
