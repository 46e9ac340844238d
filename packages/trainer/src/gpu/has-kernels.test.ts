import { expect, test } from "vitest";
import { hasKernels } from "./has-kernels.ts";

const cuda12 = ["sm_50", "sm_60", "sm_70", "sm_75", "sm_80", "sm_86", "sm_90"];
const cuda13 = ["sm_75", "sm_80", "sm_86", "sm_90", "sm_100", "sm_120", "compute_120"];

test.each([
  ["a P100 with CUDA 12", cuda12, 6.0, true],
  ["a GTX 1080 with CUDA 12: 6.1 runs what is made for 6.0", cuda12, 6.1, true],
  ["an RTX 4090 with CUDA 13: 8.9 runs what is made for 8.6", cuda13, 8.9, true],
  ["a P100 with CUDA 13", cuda13, 6.0, false],
  ["a V100 with CUDA 13", cuda13, 7.0, false],
  ["a B200 with CUDA 12, which has nothing that could be compiled for it", cuda12, 10.0, false],
  ["a device newer than all, with intermediate code", cuda13, 13.0, true],
  ["what is for one device alone", ["sm_90a"], 9.0, true],
  ["what is for one device alone, on another", ["sm_100a"], 10.3, false],
  ["a build for processors", [], 8.0, false],
])("%s", (_, built, capability, found) => {
  expect(hasKernels(built, capability)).toBe(found);
});
