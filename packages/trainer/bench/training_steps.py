"""Times steps of our loop and of a bare PEFT loop in turn, on the same rows, in one process.

The bare loop is what one would write by hand: PEFT's own layers under autocast, the whole batch at once, the output
layer on the answers' positions, AdamW. Prints one JSON object.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import torch
from loco_trainer.batches import Schedule, micro_batches
from loco_trainer.dataset import Example, Renderer, read_rows
from loco_trainer.device import Device, pick_device
from loco_trainer.fused_lora import fuse
from loco_trainer.gguf_base import load_model, load_tokenizer, prepare_gguf, release_gguf
from loco_trainer.lora import add_lora, trainable
from loco_trainer.loss import answer_loss, collate
from loco_trainer.plan import Plan, read_plan


class Loop:
    def __init__(self, plan: Plan, device: Device, limit: int, fused: bool) -> None:
        self.model: Any = add_lora(load_model(plan.base, torch.float32), plan.recipe).train()
        if fused:
            fuse(self.model, device.dtype)
        self.weights = list(trainable(self.model).values())
        self.optimizer = torch.optim.AdamW(self.weights, lr=plan.recipe.learningRate)
        self.device, self.limit = device, limit
        self.tokens, self.seconds, self.loss = 0, 0.0, 0.0

    def step(self, rows: list[Example]) -> None:
        started = time.perf_counter()
        answers = sum(len(row.answer) for row in rows)
        self.loss = 0.0
        for part in micro_batches(rows, self.limit):
            with self.device.autocast():
                loss = answer_loss(self.model, collate(part, self.device.torch_device)) / answers
            loss.backward()
            self.loss += float(loss)
        torch.nn.utils.clip_grad_norm_(self.weights, 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad()
        self.seconds += time.perf_counter() - started
        self.tokens += sum(row.length for row in rows)


def main(plan_file: Path, steps: int) -> None:
    plan = read_plan(plan_file)
    device = pick_device("cpu", "auto")
    prepare_gguf()
    renderer = Renderer(load_tokenizer(plan.base, plan.template))
    examples = [renderer.example(row) for row in read_rows(plan.rows)]
    order = Schedule([example.length for example in examples], plan.recipe.batchSize, plan.recipe.seed)
    ours = Loop(plan, device, plan.microBatchTokens, fused=True)
    bare = Loop(plan, device, sys.maxsize, fused=False)
    release_gguf()
    for loop in (ours, bare):
        loop.step([examples[row] for row in order.batch(0)])
        loop.tokens, loop.seconds = 0, 0.0
    for step in range(1, steps + 1):
        rows = [examples[row] for row in order.batch(step)]
        for loop in (ours, bare) if step % 2 else (bare, ours):
            loop.step(rows)
    speed = {name: loop.tokens / loop.seconds for name, loop in (("ours", ours), ("bare", bare))}
    result = {"precision": device.precision, "threads": torch.get_num_threads(), "steps": steps, "tokens": ours.tokens}
    print(json.dumps({**result, **speed, "ratio": speed["ours"] / speed["bare"], "losses": [ours.loss, bare.loss]}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
