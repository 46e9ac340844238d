import type { CommandResult } from "./command-result.ts";
import type { Invocation } from "./invocation.ts";

/** Runs a command's action and prints what came out. */
export type Perform = (command: string, action: (invocation: Invocation) => Promise<CommandResult>) => Promise<void>;
