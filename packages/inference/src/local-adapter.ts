/** An adapter's weights at a path that is named by their sha256. */
export interface LocalAdapter {
  /** `<semester>/<slug>`. */
  readonly id: string;
  readonly path: string;
  readonly sha256: string;
}
