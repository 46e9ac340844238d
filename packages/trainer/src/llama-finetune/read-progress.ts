/** One line of llama-finetune's progress bar. */
export interface FinetuneProgress {
  /** Windows of tokens that were trained on in this epoch, and how many there are. */
  readonly done: number;
  readonly all: number;
  /** Mean over the epoch so far, nats a token, prompts among them; NaN where it is no number any more. */
  readonly loss: number;
  readonly seconds: number;
  readonly secondsLeft: number;
}

const line =
  /^train: \[.*\] data=(\d+)\/(\d+) loss=(\d+\.\d+|-?nan|-?inf)±\S+ acc=\S+ t=(\d+):(\d+):(\d+) ETA=(\d+):(\d+):(\d+)/;

/** What a piece of llama-finetune's output tells of its progress; null where it tells none. It ends pieces by returns. */
export function readProgress(piece: string): FinetuneProgress | null {
  const match = line.exec(piece.trim());
  if (match === null) return null;
  const [done, all, loss, ...times] = match.slice(1).map(Number) as [number, number, number, ...number[]];
  const seconds = (at: number): number => 3600 * times[at]! + 60 * times[at + 1]! + times[at + 2]!;
  return { done, all, loss, seconds: seconds(0), secondsLeft: seconds(3) };
}
