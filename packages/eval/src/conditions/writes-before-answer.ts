import type { AdapterManifest, Scaffold } from "@locollm/core";

/** Whether the answers of an adapter are the likeliest of its labels, so that the model writes nothing. */
export function answersByLikelihood({ score }: Pick<AdapterManifest, "score">): boolean {
  return score.scorer === "choice" && score.by === "likelihood";
}

/** Whether under a scaffold the model writes something before it answers, or answers several times. */
export function writesBeforeAnswer({ kind }: Scaffold): boolean {
  return kind !== "plain" && kind !== "few-shot" && kind !== "re-read";
}
