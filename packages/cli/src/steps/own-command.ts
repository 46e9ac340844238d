import type { LocoCommand } from "@locollm/course";

/** How this very program is started again by another process. */
export function ownCommand(): LocoCommand {
  return [process.execPath, ...process.execArgv, process.argv[1]!];
}
