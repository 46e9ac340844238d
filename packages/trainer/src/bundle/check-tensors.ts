import { LocoError, unexportableReason, type JsonValue } from "@locollm/core";
import { layerSides } from "../lora-weights.ts";
import { floatValues, type SafeTensor } from "../read-safetensors.ts";
import type { TrainPlan } from "../train-plan.ts";

/**
 * Holds a result's tensors against the plan: every LoRA pair of the recipe's layers, in its rank, and nothing else.
 *
 * @throws LocoError `not-exportable`, `result-incomplete`, `result-bad-tensor`, `adapter-bad-value`
 */
export function checkTensors(file: string, tensors: readonly SafeTensor[], plan: TrainPlan): void {
  const wanted = wantedShapes(plan);
  const stray = tensors.find(({ name }) => !wanted.has(name));
  if (stray !== undefined) throw strayTensor(file, stray.name);
  const have = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  for (const [name, shape] of wanted) {
    const tensor = have.get(name);
    if (tensor === undefined) {
      throw refused(
        "result-incomplete",
        `${file} lacks ${name}; it holds ${tensors.length} of the recipe's ${wanted.size} tensors.`,
        "Bring the whole file that the bundle's script wrote.",
        { file, tensor: name },
      );
    }
    if (tensor.shape.join() !== shape.join()) {
      throw refused(
        "result-bad-tensor",
        `${file}: ${name} is [${tensor.shape.join(", ")}]; rank ${plan.recipe.rank} on ${plan.base.id} makes it [${shape.join(", ")}].`,
        "Bring the file of this adapter's own bundle: loco bundle writes it anew.",
        { file, tensor: name, rank: plan.recipe.rank },
      );
    }
    const at = floatValues(tensor).findIndex((value) => !Number.isFinite(value));
    if (at >= 0) {
      throw refused(
        "adapter-bad-value",
        `${file} holds NaN or infinity in ${name}, value ${at}.`,
        "Train again with a lower train.learningRate in adapter.yaml; a third is a good first try.",
        { file, tensor: name, index: at },
      );
    }
  }
}

/** Names and shapes of what PEFT saves of the recipe's LoRA on the base. */
function wantedShapes({ architecture, recipe }: TrainPlan): Map<string, readonly [number, number]> {
  const { blocks } = architecture;
  const first = blocks - Math.min(blocks, recipe.topLayers ?? blocks);
  const shapes = new Map<string, readonly [number, number]>();
  for (let block = first; block < blocks; block++) {
    for (const target of recipe.targets) {
      const [inputs, outputs] = layerSides(architecture, target);
      const part = ["q", "k", "v", "o"].includes(target) ? "self_attn" : "mlp";
      const layer = `base_model.model.model.layers.${block}.${part}.${target}_proj`;
      shapes.set(`${layer}.lora_A.weight`, [recipe.rank, inputs]);
      shapes.set(`${layer}.lora_B.weight`, [outputs, recipe.rank]);
    }
  }
  return shapes;
}

function strayTensor(file: string, name: string): LocoError {
  const option = name.includes("lora_magnitude")
    ? "use_dora"
    : /lora_[AB]/.test(name)
      ? undefined
      : name.endsWith(".bias")
        ? "bias"
        : "modules_to_save";
  if (option === undefined) {
    return refused(
      "result-bad-tensor",
      `${file} holds ${name}, a layer that this adapter's recipe does not train.`,
      "Bring the file of this adapter's own bundle: loco bundle writes it anew.",
      { file, tensor: name },
    );
  }
  return refused(
    "not-exportable",
    `${file} holds ${name}: ${unexportableReason(option)}.`,
    "Train with the script that loco bundle wrote, as it is.",
    { file, tensor: name },
  );
}

function refused(code: string, message: string, fix: string, fields: Record<string, JsonValue>): LocoError {
  return new LocoError({ code, message, fix, fields });
}
