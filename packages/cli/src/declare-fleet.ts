import type { Command } from "@commander-js/extra-typings";
import type { Perform } from "./perform.ts";

/** `loco fleet`: what `loco train --all` started, here or on Slurm. */
export function declareFleet(program: Command<[], { json?: true }>, perform: Perform): void {
  const fleet = program
    .command("fleet")
    .description("many trainings at once, here or on a Slurm cluster: where they stand");
  fleet
    .command("status", { isDefault: true })
    .description("every task: where it runs, how far it is, how it ended")
    .argument("[fleet]", "its name, such as train-3 (default: the newest)")
    .action((id) =>
      perform("fleet status", async (i) => (await import("./commands/fleet-status.ts")).fleetStatusOf(i, id)),
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
      perform("fleet report", async (i) => (await import("./commands/fleet-status.ts")).fleetStatusOf(i, id)),
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
