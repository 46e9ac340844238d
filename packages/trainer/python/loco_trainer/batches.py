"""The order of the data: a function of seed, epoch and row lengths alone."""

import math
import random
from itertools import pairwise

from loco_trainer.dataset import Example
from loco_trainer.packing import packed_length

# A pool of so many batches is sorted by length, so that a batch's rows are alike but the order stays random.
POOL = 16


def epoch_batches(lengths: list[int], batch_size: int, seed: int, epoch: int) -> list[list[int]]:
    """Every row's index exactly once, in batches of rows of similar length, in a seeded random order."""
    order = random.Random(f"{seed}/{epoch}")
    rows = list(range(len(lengths)))
    order.shuffle(rows)
    batches: list[list[int]] = []
    for start in range(0, len(rows), batch_size * POOL):
        pool = sorted(rows[start : start + batch_size * POOL], key=lambda row: lengths[row])
        batches.extend(pool[at : at + batch_size] for at in range(0, len(pool), batch_size))
    order.shuffle(batches)
    return batches


def total_steps(rows: int, batch_size: int, epochs: float) -> int:
    """Optimiser steps of a run; at least one."""
    return max(1, math.ceil(epochs * math.ceil(rows / batch_size)))


class Schedule:
    """Batch number n of a run, for any n, without going through those before it."""

    def __init__(self, lengths: list[int], batch_size: int, seed: int) -> None:
        self._lengths = lengths
        self._size = batch_size
        self._seed = seed
        self._per_epoch = math.ceil(len(lengths) / batch_size)
        self._epoch: tuple[int, list[list[int]]] | None = None

    def batch(self, step: int) -> list[int]:
        epoch, at = divmod(step, self._per_epoch)
        if self._epoch is None or self._epoch[0] != epoch:
            self._epoch = (epoch, epoch_batches(self._lengths, self._size, self._seed, epoch))
        return self._epoch[1][at]


def micro_batches(examples: list[Example], limit: int) -> list[list[Example]]:
    """Splits one step's rows by length into the fewest parts of about as many rows each.

    No part packs into more than `limit` tokens; at least a row each.
    """
    rows = sorted(examples, key=lambda one: one.length)
    for count in range(1, len(rows)):
        bounds = [len(rows) * part // count for part in range(count + 1)]
        parts = [rows[start:end] for start, end in pairwise(bounds)]
        if all(packed_length(part) <= limit for part in parts):
            return parts
    return [[row] for row in rows]
