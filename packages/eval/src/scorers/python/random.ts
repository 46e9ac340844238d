/** Random bytes, the same each time: Marsaglia's xorshift32 (Journal of Statistical Software 8(14), 2003). */
export class Random {
  state: number;

  /** @param state not 0; another generator's, to go on from there */
  constructor(state = 0x9e3779b9) {
    this.state = state;
  }

  fill(bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length; i += 1) {
      this.state ^= this.state << 13;
      this.state ^= this.state >>> 17;
      this.state ^= this.state << 5;
      bytes[i] = this.state & 255;
    }
  }
}
