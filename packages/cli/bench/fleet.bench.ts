/**
 * What a fleet costs beside its trainings: `loco train --all --estimate` of many adapters; and, with a number of adapters, their
 * trainings by one process in each free slot and by a Slurm of two nodes on this host, a core each, in turn.
 * Run: pnpm bench fleet [adapters to plan] [adapters to train, 0 for none] [rows of each]
 */
import { cp, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { slurmCluster, slurmIsHere } from "../test/slurm-cluster.ts";
import { smallClass } from "../test/small-class.ts";

const [planned = 1000, trained = 6, rows = 400] = process.argv.slice(2).map(Number);

{
  await using made = await classOf(planned, 24);
  const started = performance.now();
  const { exitCode, stdout } = await made.loco("train", "--all", "--estimate");
  console.log(`${planned} adapters planned in ${seconds(started)} s (exit code ${exitCode}): ${stdout.split("\n")[0]}`);
}
if (trained > 0 && !slurmIsHere) console.log("skipped: no Slurm");
if (trained > 0 && slurmIsHere) {
  await using first = await classOf(trained, rows);
  const local = performance.now();
  const here = await first.loco("train", "--all", "--on", "local");
  const localSeconds = Number(seconds(local));
  console.log(`${trained} trainings of ${rows} rows here: ${localSeconds} s (exit code ${here.exitCode})`);
  await using second = await classOf(trained, rows);
  await using cluster = await slurmCluster(["n1", "n2"]);
  const slurm = performance.now();
  const sent = await second.locoWith(cluster.env, "train", "--all", "--on", "slurm");
  const report = path.join(second.root, ".loco/fleet/train-1/report.md");
  // The submission writes one as well; that of the job behind the array is the last.
  const ended = async () => / 0 running, 0 waiting/.test(await readFile(report, "utf8").catch(() => ""));
  while (!(await ended())) await delay(500);
  const slurmSeconds = Number(seconds(slurm));
  console.log(`on Slurm: ${slurmSeconds} s (exit code ${sent.exitCode}), its report included`);
  const each = (2 * (slurmSeconds - localSeconds)) / trained;
  console.log(`Slurm is ${(localSeconds / slurmSeconds).toFixed(2)} as fast; ${each.toFixed(1)} s more a job`);
  console.log((await readFile(report, "utf8")).split("\n")[2] ?? "");
}

/** A class of adapters alike but for their seed: those of one seed would be one training. */
async function classOf(count: number, trainRows: number) {
  const made = await smallClass();
  await made.copyAdapter("iso-dates", { train: trainRows, eval: 4 });
  const adapters = path.join(made.root, "semesters/2026-s2/adapters");
  const manifest = await readFile(path.join(adapters, "iso-dates/adapter.yaml"), "utf8");
  for (let copy = 1; copy <= count; copy++) {
    const folder = copy === 1 ? path.join(adapters, "iso-dates") : path.join(adapters, `iso-dates-${copy}`);
    if (copy > 1) await cp(path.join(adapters, "iso-dates"), folder, { recursive: true });
    const settings = `train: { recipe: default, epochs: 1, seed: ${copy + 1} }`;
    await writeFile(path.join(folder, "adapter.yaml"), manifest.replace(/^train:.*$/m, settings));
  }
  return made;
}

function seconds(started: number): string {
  return ((performance.now() - started) / 1000).toFixed(1);
}
