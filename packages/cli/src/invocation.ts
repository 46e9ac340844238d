import type { Work } from "@locollm/course";

/** What every command gets beside its own arguments; it talks on stderr. */
export interface Invocation extends Work {
  readonly command: string;
  /** Where the command was typed; the class repository is found from here. */
  readonly directory: string;
  readonly json: boolean;
  /** Writes answer text to stdout while it appears; does nothing with `--json`. */
  readonly stream: (text: string) => void;
}
