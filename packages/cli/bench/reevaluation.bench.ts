/**
 * `loco eval --all` from the shell with every answer in the cache, beside Node alone, in turn. Target: 2 s for five adapters.
 * What the cache lacks is answered first, untimed: minutes. Run: pnpm bench reevaluation [rounds]
 */
import { coldProcess, loco, secondsText } from "./cold-process.ts";

const rounds = Number(process.argv[2] ?? 5);
const command = [...loco, "eval", "--all", "--no-write", "--json"];
const subjects = [
  { name: "loco eval --all, nothing changed", args: command, seconds: [] as number[] },
  { name: "node alone", args: ["--eval", "0"], seconds: [] as number[] },
];

const { data } = JSON.parse((await coldProcess(command)).stdout) as { data: { adapters: readonly unknown[] } };
for (let round = 0; round < rounds; round++) {
  for (const { args, seconds } of subjects) seconds.push((await coldProcess(args)).seconds);
}
console.log(`${data.adapters.length} adapters`);
for (const { name, seconds } of subjects) console.log(`  ${name}: ${secondsText(seconds)}`);
