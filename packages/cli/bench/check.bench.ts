/**
 * `loco check` of the active semester from the shell, beside Node alone and Node that reads the same files and parses
 * their JSON, in turn. Target: 1 s. Run: pnpm bench check [rounds]
 */
import { activeSemester, readWorkspace } from "@locollm/store";
import { coldProcess, loco, peakText, repository, secondsText, type ColdProcess } from "./cold-process.ts";

const rounds = Number(process.argv[2] ?? 5);
const semester = activeSemester(await readWorkspace(repository)).id;
const readAndParse = `
  const { globSync, readFileSync, statSync } = require("node:fs");
  for (const file of globSync("semesters/${semester}/**").filter((name) => statSync(name).isFile())) {
    const bytes = readFileSync(file);
    if (file.endsWith(".json")) JSON.parse(bytes.toString());
    if (file.endsWith(".jsonl")) bytes.toString().split("\\n").filter(Boolean).forEach((line) => JSON.parse(line));
  }`;
const subjects = [
  { name: `loco check ${semester}`, args: [...loco, "check", semester] },
  { name: "node that reads and parses the same files", args: ["--eval", readAndParse] },
  { name: "node alone", args: ["--eval", "0"] },
].map((subject) => ({ ...subject, runs: [] as ColdProcess[] }));

await coldProcess([...loco, "check", semester]);
for (let round = 0; round < rounds; round++) {
  for (const { args, runs } of subjects) runs.push(await coldProcess(args));
}
for (const { name, runs } of subjects) {
  console.log(
    `${name}: ${secondsText(runs.map(({ seconds }) => seconds))}, ${peakText(runs.map(({ peakBytes }) => peakBytes))}`,
  );
}
