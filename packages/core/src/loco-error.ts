import type { JsonValue } from "./canonical-json.ts";

/** Who has to act: `failure` exits with 1, `usage` with 2, `machine` with 3, `interrupted` with 130. */
export type LocoErrorKind = "failure" | "usage" | "machine" | "interrupted";

export interface LocoErrorOptions<Code extends string, Fields> {
  /** Kebab-case, stable across releases. */
  readonly code: Code;
  /** What went wrong, in one plain sentence that names the thing. */
  readonly message: string;
  /** What the reader can do next, a command where there is one. */
  readonly fix: string;
  /** The values that the message was built from, for `--json`. */
  readonly fields?: Fields;
  readonly kind?: LocoErrorKind;
  readonly cause?: unknown;
}

/** The one error class of LocoLLM: a stable code, the fields behind the message, and a fix. */
export class LocoError<
  Code extends string = string,
  Fields extends Readonly<Record<string, JsonValue>> = Readonly<Record<string, JsonValue>>,
> extends Error {
  override readonly name = "LocoError";
  readonly code: Code;
  readonly fields: Fields;
  readonly fix: string;
  readonly kind: LocoErrorKind;

  constructor(options: LocoErrorOptions<Code, Fields>) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code;
    this.fields = options.fields ?? ({} as Fields);
    this.fix = options.fix;
    this.kind = options.kind ?? "failure";
  }
}

const exitCodes = { failure: 1, usage: 2, machine: 3, interrupted: 130 } as const;

/** The process exit code that an error of this kind ends in. */
export function exitCodeOf(kind: LocoErrorKind): 1 | 2 | 3 | 130 {
  return exitCodes[kind];
}

/** Who has to act where a process ended with this code; `failure` for any other. */
export function kindOfExit(code: number): LocoErrorKind {
  const kinds = Object.keys(exitCodes) as LocoErrorKind[];
  return kinds.find((kind) => exitCodes[kind] === code) ?? "failure";
}
