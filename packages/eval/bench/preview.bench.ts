/** How many of 1,000 items the sequential preview needs: `pnpm bench preview [runs]`. 20 % discordant, margin 5 points, alpha 0.05. */
import { compareSequentially } from "../src/statistics/compare-sequentially.ts";
import { drawPairs } from "../test/draw-pairs.ts";

const runs = Number(process.argv[2] ?? 1000);
const items = 1000;

console.log(`effect   items on average   better  worse  no gain  open   (${runs} runs)`);
for (const effect of [-0.05, 0, 0.02, 0.05, 0.1, 0.15]) {
  const found = Array.from({ length: runs }, (_, seed) =>
    compareSequentially(drawPairs(items, effect, 0.2, seed), { total: items }),
  );
  const mean = found.reduce((sum, one) => sum + one.items, 0) / runs;
  const share = (decision: string) =>
    `${((100 * found.filter((one) => one.decision === decision).length) / runs).toFixed(1)} %`.padStart(7);
  const points = `${effect < 0 ? "−" : "+"}${Math.abs(100 * effect).toFixed(0)}`;
  console.log(
    `${points.padStart(6)}   ${mean.toFixed(0).padStart(5)} (${((100 * mean) / items).toFixed(1)} %)  ${["better", "worse", "no-gain", "open"].map(share).join(" ")}`,
  );
}
