import { LocoError } from "@locollm/core";
import { chooseTorch, torchSets, type TorchChoice, type TorchSet } from "./choose-torch.ts";
import { readGpus } from "./read-gpus.ts";

let here: Promise<TorchChoice> | undefined;

/**
 * The set of requirements of this machine: what `LOCO_TORCH` names, else what its devices run. They are asked once a process.
 *
 * @throws LocoError `unknown-torch`
 */
export async function torchHere(env: NodeJS.ProcessEnv = process.env): Promise<TorchChoice> {
  const named = env["LOCO_TORCH"];
  if (named === undefined) return (here ??= readGpus(env).then(chooseTorch));
  if ((torchSets as readonly string[]).includes(named))
    return { set: named as TorchSet, why: `LOCO_TORCH names ${named}.` };
  throw new LocoError({
    code: "unknown-torch",
    message: `LOCO_TORCH is ${named}, which is no set of requirements.`,
    fix: `Set it to ${torchSets.join(", ")}, or leave it out.`,
    fields: { set: named },
    kind: "usage",
  });
}
