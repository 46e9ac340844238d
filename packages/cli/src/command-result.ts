import type { Finding, JsonValue, LocoErrorKind } from "@locollm/core";

/** What a command hands back; `run-cli.ts` alone prints it and decides the exit code. */
export interface CommandResult {
  /** The object under `data` with `--json`. */
  readonly data: JsonValue;
  /** What stdout shows without `--json`; nothing when absent. */
  readonly text?: string;
  readonly findings?: readonly Finding[];
  /** False when a gate failed though nobody wrote anything wrong. */
  readonly ok?: boolean;
  /** Who has to act where not all is well; decides the exit code, which is 1 where this is absent. */
  readonly kind?: LocoErrorKind;
}

/** The one object that `--json` prints. */
export interface JsonOutput {
  readonly schemaVersion: 1;
  readonly command: string;
  readonly ok: boolean;
  readonly data: JsonValue;
  readonly findings: readonly Finding[];
}
