import type { Sample } from "@locollm/core";

/** Why a sample is not right, as reports and commands say it: the scorer's reason, and that the answer was cut off. */
export function reasonShown({ finish, score }: Pick<Sample, "finish" | "score">): string | undefined {
  if (score.outcome === "right") return undefined;
  const reason = score.reason ?? "The run holds no reason.";
  return finish === "length"
    ? `${reason} The answer was cut off: it reached the most tokens that it may have.`
    : reason;
}
