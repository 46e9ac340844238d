import { LocoError } from "@locollm/core";

/**
 * Runs what handles sealed rows. An error that comes out of it may quote a row, in its message, its fields or its cause: of it only the
 * code is told.
 *
 * @throws LocoError `sealed-failed`; the signal's reason when aborted
 */
export async function concealErrors<Value>(
  what: string,
  signal: AbortSignal,
  work: () => Promise<Value>,
): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    const code = error instanceof LocoError ? error.code : "unexpected";
    // No cause: it would be printed, or kept in a log.
    throw new LocoError({
      code: "sealed-failed",
      message: `${what} failed (${code}). More is not said, because it could quote a sealed row.`,
      fix: `Try again. The same fault shows itself in full on public rows; what its code means: loco explain ${code}`,
      fields: { code },
      kind: error instanceof LocoError ? error.kind : "failure",
    });
  }
}
