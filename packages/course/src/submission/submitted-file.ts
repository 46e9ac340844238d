/** What stands under a path of a submission; a link and a submodule are told, never followed. */
export type SubmittedKind = "file" | "executable" | "link" | "submodule" | "other";

/** One file that somebody sent, before anything about it is trusted. */
export interface SubmittedFile {
  /** From the class repository's root, with forward slashes, as it was sent. */
  readonly path: string;
  readonly kind: SubmittedKind;
  readonly bytes: number;
  /** Its content; only of a file, and only once its size was looked at. */
  read(): Promise<Uint8Array>;
}
