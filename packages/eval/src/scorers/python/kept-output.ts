/** Bytes that a program may write to one output. */
const outputLimit = 2 ** 20;
const keptStart = 32_768;
const keptEnd = 4096;

/** Thrown into a program that writes more than the limit. */
export class TooMuchOutput extends Error {}

/** What a program writes to one output: the start and the end of it are kept. */
export class KeptOutput {
  #written = 0;
  #start = new Uint8Array(0);
  #end = new Uint8Array(0);

  /** @throws TooMuchOutput beyond the limit */
  write(bytes: Uint8Array): void {
    this.#written += bytes.length;
    const room = keptStart - this.#start.length;
    if (room > 0) this.#start = joined(this.#start, bytes.subarray(0, room));
    if (bytes.length > room) this.#end = joined(this.#end, bytes.subarray(Math.max(room, 0))).slice(-keptEnd);
    if (this.#written > outputLimit) throw new TooMuchOutput();
  }

  /** Invalid UTF-8 is shown as U+FFFD. */
  text(): string {
    const cut = this.#written > this.#start.length + this.#end.length;
    return `${decode(this.#start)}${cut ? "\n…\n" : ""}${decode(this.#end)}`;
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
