/** A line that grows while something takes time. */
export interface ProgressLine {
  update(text: string): void;
  /** Ends the line with its last word. */
  finish(text: string): void;
}

/** What the program says to a person while it works. */
export interface Talk {
  say(text: string): void;
  heading(text: string): void;
  warn(text: string): void;
  progress(label: string): ProgressLine;
}
