import type { Gpu } from "./read-gpus.ts";

/** Sets of requirements with torch in them; each has its file of pins. */
export const torchSets = ["cpu", "cuda", "p100"] as const;
export type TorchSet = (typeof torchSets)[number];

export interface TorchChoice {
  readonly set: TorchSet;
  /** Why, in one sentence. */
  readonly why: string;
}

/** Oldest devices and drivers of the two CUDA builds of torch: https://docs.nvidia.com/cuda/cuda-toolkit-release-notes/ */
const cuda13 = { capability: 7.5, driver: 580 };
const cuda12 = { capability: 5.0, driver: 525 };

/**
 * The set of requirements that these devices run. torch's newest builds carry CUDA 13, which ended Pascal and Volta; the
 * last on the package index with CUDA 12.6 is 2.7.1, which holds kernels for compute capability 5.0 to 9.0.
 */
export function chooseTorch(gpus: readonly Gpu[]): TorchChoice {
  // Where devices differ, the best one trains.
  const best = [...gpus].sort((a, b) => (b.capability ?? 0) - (a.capability ?? 0))[0];
  if (best === undefined) return { set: "cpu", why: "This machine has no NVIDIA device, or no driver for it." };
  const { name, capability, driver } = best;
  if (capability === null)
    return {
      set: "cpu",
      why: `The driver does not tell the compute capability of ${name}, and its name is not known.`,
    };
  const device = `${name} (compute capability ${capability.toFixed(1)}, driver ${driver})`;
  if (capability >= cuda13.capability && driver >= cuda13.driver)
    return { set: "cuda", why: `${device} runs CUDA 13.` };
  if (capability < cuda12.capability) return { set: "cpu", why: `${device} is older than any torch of today.` };
  if (driver < cuda12.driver)
    return { set: "cpu", why: `${device} has a driver older than ${cuda12.driver}: with a newer one it can train.` };
  const why = capability < cuda13.capability ? "CUDA 13 ended its kind" : `CUDA 13 needs driver ${cuda13.driver}`;
  return { set: "p100", why: `${device} runs CUDA 12.6; ${why}.` };
}
