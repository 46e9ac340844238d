import { readGpus, type Gpu } from "./read-gpus.ts";
import { torchHere } from "./torch-here.ts";

/** The device that torch trains on: the first that CUDA may see. Undefined where training goes on the processor. */
export async function gpuHere(env: NodeJS.ProcessEnv = process.env): Promise<Gpu | undefined> {
  if ((await torchHere(env)).set === "cpu") return undefined;
  const gpus = await readGpus(env);
  const [first = ""] = (env["CUDA_VISIBLE_DEVICES"] ?? "0").split(",");
  return gpus[Number.parseInt(first, 10)];
}
