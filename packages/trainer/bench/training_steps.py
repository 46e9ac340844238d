"""Times steps of our loop and of a bare PEFT loop in turn, on the same rows, in one process.

The bare loop is what one would write by hand: PEFT's own layers under autocast, the whole batch at once and padded, the
output layer on the answers' positions, AdamW. Prints one JSON object.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import torch
from loco_trainer.base import load_model, load_tokenizer
from loco_trainer.batches import Schedule, micro_batches
from loco_trainer.dataset import Example, Renderer, read_rows
from loco_trainer.device import Device, pick_device
from loco_trainer.fused_lora import fuse
from loco_trainer.lora import add_lora, trainable
from loco_trainer.network import Network
from loco_trainer.plan import Plan, read_plan


class Loop:
    def __init__(self, plan: Plan, device: Device, limit: int, fused: bool) -> None:
        self.model: Any = add_lora(load_model(plan), plan.recipe).train()
        if fused:
            fuse(self.model, device.dtype)
            self.network = Network(self.model, device.torch_device)
        self.weights = list(trainable(self.model).values())
        self.optimizer = torch.optim.AdamW(self.weights, lr=plan.recipe.learningRate, fused=fused)
        self.device, self.limit, self.fused = device, limit, fused
        self.tokens, self.seconds, self.loss = 0, 0.0, 0.0

    def step(self, rows: list[Example]) -> None:
        started = time.perf_counter()
        answers = sum(len(row.answer) for row in rows)
        self.loss = 0.0
        for part in micro_batches(rows, self.limit):
            with self.device.autocast():
                loss = self.loss_of(part) / answers
            loss.backward()
            self.loss += float(loss)
        torch.nn.utils.clip_grad_norm_(self.weights, 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad()
        self.seconds += time.perf_counter() - started
        self.tokens += sum(row.length for row in rows)


    def loss_of(self, rows: list[Example]) -> torch.Tensor:
        if self.fused:
            return self.network.answer_loss(rows)
        width = max(row.length for row in rows)
        ids = torch.zeros(len(rows), width, dtype=torch.long)
        labels = torch.full((len(rows), width), -100)
        for at, row in enumerate(rows):
            ids[at, : row.length] = torch.tensor(row.prompt + row.answer)
            labels[at, len(row.prompt) - 1 : row.length - 1] = torch.tensor(row.answer)
        inner = self.model.get_base_model()
        states = inner.get_decoder()(input_ids=ids, use_cache=False)[0].flatten(0, 1)
        told = labels.flatten() != -100
        logits = inner.get_output_embeddings()(states[told]).float()
        return torch.nn.functional.cross_entropy(logits, labels.flatten()[told], reduction="sum")


def main(plan_file: Path, steps: int) -> None:
    plan = read_plan(plan_file)
    device = pick_device("cpu", "auto")
    renderer = Renderer(load_tokenizer(plan))
    examples = [renderer.example(row) for row in read_rows(plan.rows)]
    order = Schedule([example.length for example in examples], plan.recipe.batchSize, plan.recipe.seed)
    ours = Loop(plan, device, plan.microBatchTokens, fused=True)
    bare = Loop(plan, device, sys.maxsize, fused=False)
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
