import { expect, test } from "vitest";
import { readProgress } from "./read-progress.ts";

test("a line of the progress bar", () => {
  const piece = "train: [▎       ] data=0000004/0000102 loss=1.54077±0.03535 acc=70.61±1.42% t=00:01:29 ETA=00:36:40 ";
  expect(readProgress(piece)).toEqual({ done: 4, all: 102, loss: 1.54077, seconds: 89, secondsLeft: 2200 });
  expect(
    readProgress("train: [        ] data=0000001/0000102 loss=1.63626±nan acc=68.75±2.90% t=00:00:25 ETA=00:42:48 ")
      ?.loss,
  ).toBe(1.63626);
});

test("a loss that is no number any more", () => {
  const piece = "train: [▎       ] data=0000004/0000102 loss=nan±nan acc=0.00±0.00% t=00:01:29 ETA=00:36:40 ";
  expect(readProgress(piece)).toMatchObject({ done: 4, loss: NaN });
});

test("what else it says is no progress", () => {
  expect(readProgress("0.28.474.540 I epoch 0 lr=1e-05")).toBeNull();
  expect(
    readProgress("val: [        ] data=0000001/0000005 loss=1.6±0.1 acc=68.75±2.90% t=00:00:25 ETA=00:42:48"),
  ).toBeNull();
  expect(readProgress("")).toBeNull();
});
