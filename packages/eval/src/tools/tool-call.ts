import type { LoopTool } from "@locollm/core";
import type { InterpreterPool } from "../scorers/python/interpreter-pool.ts";
import { runPython } from "../scorers/python/run-python.ts";
import { calculatorCall } from "./calculator/calculator-call.ts";
import { pythonCall, pythonResult } from "./python/python-call.ts";

/** A call that was found in a text. */
export interface FoundCall {
  /** The text up to and with the call. */
  readonly text: string;
  /** Does what was called for, and gives what is sent back to the model. */
  run(pool?: InterpreterPool): Promise<string>;
}

/** The first call of a tool in a text, before any `Answer:`; null where there is none. */
export function toolCall(tool: LoopTool, text: string): FoundCall | null {
  if (tool === "calculator") {
    const call = calculatorCall(text);
    return call && { text: call.text, run: () => Promise.resolve(call.result) };
  }
  const call = pythonCall(text);
  return call && { text: call.text, run: async (pool) => pythonResult(await runPython(call.code, { pool })) };
}
