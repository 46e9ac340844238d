/**
 * `loco tour` from the shell. Where the artifact and all results are cached: how long it takes (target 60 s), beside
 * what no cache can spare it, `loco check` and an answer to each of its three questions, as commands of their own. With --cold first a
 * tour in a class and a home folder that are new and empty (about 10 minutes, a download of the base and of torch).
 * Run: pnpm bench tour [--cold]
 */
import { cp, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { coldProcess, loco, peakText, repository, type ColdProcess, type ColdProcessOptions } from "./cold-process.ts";

/** What the tour says once it makes a Python environment or trains. */
const trains = /Making the Python environment|\d+ rows, \d+ steps/;

if (process.argv.includes("--cold")) {
  const folder = await mkdtemp(path.join(os.tmpdir(), "loco-tour-"));
  try {
    for (const part of ["bases", "semesters"]) {
      await cp(path.join(repository, part), path.join(folder, "class", part), {
        recursive: true,
        filter: (source) => path.basename(source) !== "node_modules",
      });
    }
    const fresh = { cwd: path.join(folder, "class"), env: { LOCO_HOME: path.join(folder, "home") } };
    console.error("A cold tour: about 10 min, 3 GB to download and 6 GB on disk while it runs.");
    show("cold", await coldProcess([...loco, "tour", "--json"], fresh));
    await warm(fresh);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
} else await warm({ stopWhen: (stderr) => trains.test(stderr) });

async function warm(options: ColdProcessOptions): Promise<void> {
  const toured = await coldProcess([...loco, "tour", "--json"], options);
  if (toured.stopped) {
    console.log("skipped: this repository's tour is not warm. Run npm run tour first, or pnpm bench tour --cold.");
    return;
  }
  show("warm", toured);
  const { data } = JSON.parse(toured.stdout) as { data: { answers: readonly { readonly question: string }[] } };
  let seconds = (await coldProcess([...loco, "check"], options)).seconds;
  for (const { question } of data.answers) seconds += (await coldProcess([...loco, "ask", question], options)).seconds;
  console.log(`loco check and the same ${data.answers.length} questions to loco ask: ${seconds.toFixed(1)} s`);
}

function show(name: string, { seconds, peakBytes }: ColdProcess): void {
  console.log(`${name} tour: ${seconds.toFixed(1)} s, ${peakText([peakBytes])} (without the training process)`);
}
