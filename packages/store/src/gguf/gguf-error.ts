import { LocoError } from "@locollm/core";

export type GgufErrorCode =
  | "gguf-unreadable"
  | "gguf-truncated"
  | "gguf-bad-magic"
  | "gguf-bad-version"
  | "gguf-bad-count"
  | "gguf-bad-string"
  | "gguf-bad-type"
  | "gguf-bad-value"
  | "gguf-bad-alignment"
  | "gguf-bad-dimensions"
  | "gguf-bad-offset"
  | "gguf-duplicate"
  | "gguf-header-too-large"
  | "gguf-trailing-data";

/** A GGUF that we do not hand on to native code: names the file, the byte, and what belongs there. */
export function ggufError(
  code: GgufErrorCode,
  file: string,
  offset: number,
  expected: string,
  cause?: unknown,
): LocoError {
  return new LocoError({
    code,
    message: `${file} is not a sound GGUF file: at byte ${offset}, ${expected}.`,
    fix:
      code === "gguf-unreadable"
        ? "Check that the file exists and that you may read it."
        : "The file is damaged or was not made for this: fetch or export it again.",
    fields: { file, offset, expected },
    cause,
  });
}
