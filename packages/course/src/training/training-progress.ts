import { addToCurve, emptyCurve, sparkLine, type TrainEvent } from "@locollm/trainer";
import type { ProgressLine, Talk } from "../work/talk.ts";
import { formatDuration } from "../words/duration.ts";

/** A training's events as lines for a person, with its loss curve drawn as it grows. */
export function trainingProgress(talk: Talk): (event: TrainEvent) => void {
  let line: ProgressLine | undefined;
  let curve = emptyCurve;
  return (event) => {
    curve = addToCurve(curve, event);
    if (event.event === "start") {
      const from = event.resumedAt === 0 ? "" : `, going on at step ${event.resumedAt}`;
      const held = event.heldOut === 0 ? "" : `, ${event.heldOut} more held out to measure on`;
      talk.say(`  ${event.rows} rows${held}, ${event.precision} on ${event.deviceName}${from}`);
      line = talk.progress("  training");
    } else if (event.event === "progress") {
      const rate = `${Math.round(event.tokensPerSecond)} tokens/s`;
      const drawn = sparkLine(curve.steps, 16);
      line?.update(
        `${drawn} step ${event.step} of ${event.steps}, loss ${event.loss.toFixed(3)}, ${rate}, ${formatDuration(event.secondsLeft)} left`,
      );
    } else if (event.event === "halved") {
      talk.say(`  too little memory: going on with ${event.microBatchTokens} tokens at once`);
    } else if (event.event === "done") {
      line?.finish(
        `done in ${formatDuration(event.seconds)}, loss ${event.finalLoss.toFixed(3)}, ${Math.round(event.tokensPerSecond)} tokens/s`,
      );
      const last = curve.checks.at(-1);
      if (last !== undefined)
        talk.say(
          `  on ${event.validation?.rows} held-out rows: loss ${last.loss.toFixed(3)}, ${Math.round(100 * last.right)} % right`,
        );
    }
  };
}
