/**
 * Works on a list with at most `width` members at once and yields each result as it is ready. The first failure, and whoever stops
 * reading, aborts what is in flight.
 */
export async function* inFlight<T, R>(
  list: readonly T[],
  width: number,
  signal: AbortSignal | undefined,
  work: (member: T, signal: AbortSignal) => Promise<R>,
): AsyncGenerator<R> {
  signal?.throwIfAborted();
  const stop = new AbortController();
  const either = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  const running = new Map<number, Promise<{ place: number; result: R }>>();
  let next = 0;
  const start = () => {
    if (next >= list.length) return;
    const place = next++;
    running.set(
      place,
      work(list[place]!, either).then((result) => ({ place, result })),
    );
  };
  try {
    for (let i = 0; i < Math.max(1, width); i++) start();
    while (running.size > 0) {
      const { place, result } = await Promise.race(running.values());
      running.delete(place);
      start();
      yield result;
    }
  } finally {
    stop.abort();
    await Promise.allSettled(running.values());
  }
}
