import type { Evaluation, EvaluationProgress } from "@locollm/eval";
import { formatDuration } from "../words/duration.ts";
import type { ProgressLine } from "../work/talk.ts";

/** Shows one run's progress with the time left, and its result at the end. */
export function runProgress(line: ProgressLine) {
  const started = performance.now();
  return {
    show: (progress: EvaluationProgress) => line.update(progressWords(progress, (performance.now() - started) / 1000)),
    finish({ run }: Evaluation) {
      const { right, items, formatMisses, errors } = run.counts;
      const others = [
        ...(formatMisses > 0 ? [`${formatMisses} format miss${formatMisses === 1 ? "" : "es"}`] : []),
        ...(errors > 0 ? [`${errors} machinery error${errors === 1 ? "" : "s"}`] : []),
      ];
      line.finish(`right on ${right} of ${items}${others.length === 0 ? "" : ` (${others.join(", ")})`}`);
    },
  };
}

/** `12 of 60 (4 from the cache), 20 s left` */
export function progressWords({ items, done, fromCache }: EvaluationProgress, seconds?: number): string {
  const computed = done - fromCache;
  const left =
    seconds === undefined || computed === 0 ? "" : `, ${formatDuration((seconds / computed) * (items - done))} left`;
  const cached = fromCache === 0 ? "" : ` (${fromCache} from the cache)`;
  return `${done} of ${items}${cached}${left}`;
}
