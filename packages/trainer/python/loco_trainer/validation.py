"""Rows held out of training: what they say of a run is what its rows cannot say."""

import hashlib
from dataclasses import dataclass

import torch

from loco_trainer.batches import micro_batches
from loco_trainer.dataset import Example
from loco_trainer.network import Network

# Fewer rows than these say nothing, and a set that gives fewer is trained on whole.
FEWEST = 16
# Rows that are measured together.
ROWS_TOGETHER = 32


@dataclass(frozen=True)
class Measured:
    """`loss`: mean over answer tokens, in nats. `right`: share of rows whose every answer token is the likeliest."""

    loss: float
    right: float


def hold_out(examples: list[Example], share: float, seed: int) -> tuple[list[Example], list[Example]]:
    """Rows to train on, in their order, and rows held out: so many by the hash of seed and id, whatever their order."""
    count = round(len(examples) * share)
    if count < FEWEST:
        return examples, []

    def key(example: Example) -> str:
        return hashlib.sha256(f"{seed}/{example.id}".encode()).hexdigest()

    held = {example.id for example in sorted(examples, key=key)[:count]}
    return [one for one in examples if one.id not in held], [one for one in examples if one.id in held]


@torch.no_grad()
def measure(network: Network, examples: list[Example], limit: int) -> Measured:
    """Asks for every row's answer tokens at once, each after the right ones before it."""
    loss, tokens, right = 0.0, 0, 0
    rows = sorted(examples, key=lambda one: one.length)
    for start in range(0, len(rows), ROWS_TOGETHER):
        for part in micro_batches(rows[start : start + ROWS_TOGETHER], limit):
            answers = network.answers(part)
            losses, hits = answers.losses(), answers.hits()
            loss += float(losses.sum())
            tokens += losses.numel()
            right += sum(bool(hit.all()) for hit in hits.split(answers.counts))
    return Measured(loss / tokens, right / len(examples))
