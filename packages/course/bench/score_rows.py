"""Of trained weights: which items' whole answer is, token by token, the likeliest after its prompt.

That is what a greedy answer would be, but for texts that have two tokenisations. On the dequantised base, in the
precision that this machine is fast in, for every trainer alike. Prints one JSON array of booleans, in the items' order.
"""

import json
import sys
from pathlib import Path

import torch
from loco_trainer.base import load_model, load_tokenizer
from loco_trainer.batches import micro_batches
from loco_trainer.dataset import Renderer, read_rows
from loco_trainer.device import pick_device
from loco_trainer.fuse import fuse
from loco_trainer.lora import add_lora
from loco_trainer.network import Network
from loco_trainer.plan import read_plan
from safetensors.torch import load_file

ROWS_TOGETHER = 32


@torch.no_grad()
def main(plan_file: Path, weights: Path, items: Path) -> None:
    plan = read_plan(plan_file)
    renderer = Renderer(load_tokenizer(plan))
    examples = [renderer.example(row) for row in read_rows(items)]
    model = add_lora(load_model(plan), plan.recipe)
    parameters = dict(model.named_parameters())
    for name, weight in load_file(weights).items():
        # A LoRA that the plan knows nothing of is an error here, not a worse score.
        parameters[name.replace(".weight", ".default.weight")].copy_(weight)
    model.eval()
    device = pick_device("cpu", "auto")
    fuse(model, device.dtype)
    network = Network(model, 0, device.torch_device, {}, device.dtype)
    right: dict[str, bool] = {}
    ordered = sorted(examples, key=lambda example: example.length)
    for start in range(0, len(ordered), ROWS_TOGETHER):
        for part in micro_batches(ordered[start : start + ROWS_TOGETHER], plan.microBatchTokens):
            with device.autocast():
                answers = network.answers(part)
                hits = answers.hits()
            for example, hit in zip(part, hits.split(answers.counts), strict=True):
                right[example.id] = bool(hit.all())
    print(json.dumps([right[example.id] for example in examples]))


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:4]))
