/** Bytes a second over a sliding window, so that a resumed or stalling transfer tells its present speed. */
export class TransferRate {
  readonly #marks: { readonly at: number; readonly bytes: number }[] = [];
  readonly #window: number;

  constructor(windowMilliseconds = 5_000) {
    this.#window = windowMilliseconds;
  }

  /** Notes that `bytes` had arrived in all at time `at` (milliseconds). */
  note(bytes: number, at: number): void {
    this.#marks.push({ at, bytes });
    while (this.#marks.length > 2 && this.#marks[1]!.at < at - this.#window) this.#marks.shift();
  }

  get bytesPerSecond(): number {
    const first = this.#marks[0];
    const last = this.#marks.at(-1);
    if (first === undefined || last === undefined || last.at === first.at) return 0;
    return ((last.bytes - first.bytes) * 1000) / (last.at - first.at);
  }

  /** Null while nothing is known yet. */
  secondsLeft(bytes: number, total: number | null): number | null {
    const rate = this.bytesPerSecond;
    return total === null || rate === 0 ? null : Math.max(0, (total - bytes) / rate);
  }
}
