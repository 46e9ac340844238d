/** Where the time of a longer piece of work went, step by step; steps of one name are added up. */
export class StepTimer {
  readonly #seconds = new Map<string, number>();

  async step<Value>(name: string, work: () => Promise<Value>): Promise<Value> {
    const started = performance.now();
    try {
      return await work();
    } finally {
      this.#seconds.set(name, (this.#seconds.get(name) ?? 0) + (performance.now() - started) / 1000);
    }
  }

  get timings(): { readonly step: string; readonly seconds: number }[] {
    return [...this.#seconds].map(([step, seconds]) => ({ step, seconds: Number(seconds.toFixed(2)) }));
  }
}
