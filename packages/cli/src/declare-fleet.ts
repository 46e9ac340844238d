import { Option, type Command } from "@commander-js/extra-typings";
import type { Perform } from "./perform.ts";

/** `loco fleet`: what `loco train --all` and `loco grade --all` started, here or on Slurm. */
export function declareFleet(program: Command<[], { json?: true }>, perform: Perform): void {
  const fleet = program
    .command("fleet")
    .description("many trainings or grades at once, here or on a Slurm cluster: where they stand");
  fleet
    .command("status", { isDefault: true })
    .description("every task: where it runs, how far it is, how it ended")
    .argument("[fleet]", "its name, such as train-3 (default: the newest)")
    .action((id) =>
      perform("fleet status", async (i) => (await import("./commands/fleet-status.ts")).fleetStatusOf(i, id)),
    );
  fleet
    .command("prepare")
    .description("put all that a node without a network needs into LOCO_HOME: base, Python environment, its packages")
    .option("--base <id>", "the base model (default: the semester's first)")
    .addOption(
      new Option("--torch <set>", "of the nodes, where they are other machines than this one").choices([
        "cpu",
        "cuda",
        "p100",
      ]),
    )
    .option("--wheels", "also keep the packages, so that the environment can be made again offline: 3 GB")
    .action((options) =>
      perform("fleet prepare", async (i) => (await import("./commands/fleet-prepare.ts")).fleetPrepare(i, options)),
    );
  fleet
    .command("logs")
    .description("what the process of a task said")
    .argument("<task>", "its number in loco fleet status")
    .option("--fleet <name>", "the fleet (default: the newest)")
    .action((task, options) =>
      perform("fleet logs", async (i) => (await import("./commands/fleet-logs.ts")).fleetLogs(i, task, options)),
    );
  fleet
    .command("start")
    .description("do again what is not done: what failed, was cancelled, or was never begun")
    .argument("[fleet]", "its name (default: the newest)")
    .action((id) => perform("fleet start", async (i) => (await import("./commands/fleet-start.ts")).fleetStart(i, id)));
  fleet
    .command("cancel")
    .description("end its jobs on Slurm; what is finished is kept")
    .argument("[fleet]", "its name (default: the newest)")
    .action((id) =>
      perform("fleet cancel", async (i) => (await import("./commands/fleet-cancel.ts")).fleetCancel(i, id)),
    );
  fleet
    .command("report")
    .description("write the report beside the plan")
    .argument("[fleet]", "its name (default: the newest)")
    .action((id) =>
      perform("fleet report", async (i) => (await import("./commands/fleet-report.ts")).fleetReport(i, id)),
    );
  fleet
    .command("run", { hidden: true })
    .description("do one task in this process; what a node runs")
    .argument("<fleet>")
    .argument("<task>")
    .action((id, task) =>
      perform("fleet run", async (i) => (await import("./commands/fleet-run.ts")).fleetRun(i, id, task)),
    );
}
