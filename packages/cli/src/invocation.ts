import type { Talk } from "./terminal/talk.ts";

/** What every command gets beside its own arguments. */
export interface Invocation {
  readonly command: string;
  /** Where the command was typed; the class repository is found from here. */
  readonly directory: string;
  readonly json: boolean;
  /** Talk for people, on stderr. */
  readonly talk: Talk;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Writes answer text to stdout while it appears; does nothing with `--json`. */
  readonly stream: (text: string) => void;
}
