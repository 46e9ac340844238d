import { expect, test } from "vitest";
import { freeSlots } from "./free-slots.ts";

const tasks = (count: number) => Array.from({ length: count }, () => ({ memoryBytes: 2e9 }));

test.each([
  ["a task a core", 8, { cores: 4, freeBytes: 32e9, gpus: [] }, { slots: 4, threads: 1, gpus: [] }],
  ["as many as memory holds", 8, { cores: 8, freeBytes: 5e9, gpus: [] }, { slots: 2, threads: 4, gpus: [] }],
  [
    "one where memory holds none: it may still go well",
    8,
    { cores: 4, freeBytes: 1e9, gpus: [] },
    { slots: 1, threads: 4, gpus: [] },
  ],
  ["a task a device", 8, { cores: 8, freeBytes: 1e9, gpus: ["0", "2"] }, { slots: 2, threads: 4, gpus: ["0", "2"] }],
  [
    "fewer tasks than devices",
    1,
    { cores: 8, freeBytes: 1e9, gpus: ["0", "1"] },
    { slots: 1, threads: 8, gpus: ["0"] },
  ],
])("%s", (_, count, machine, slots) => {
  expect(freeSlots(tasks(count), machine)).toEqual(slots);
});
