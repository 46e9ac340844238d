"""Blocks below the first that has a LoRA: what they make of a row never changes.

They run without gradients, so nothing of them is kept for the backward pass, and where a row is seen more than once,
they run once for it. What a row is there depends on the rows that it was packed with, by rounding alone: those of its
first epoch, so that a resumed run computes the same again.
"""

import copy
from collections.abc import Mapping
from typing import Any

import torch

from loco_trainer.dataset import Example
from loco_trainer.packing import Batch, collate


def blocks_part(decoder: Any, start: int, end: int, last: bool) -> Any:
    """The decoder with blocks [start, end) alone, sharing its weights; its final norm only in the last part."""
    part = copy.copy(decoder)
    part._modules = dict(decoder._modules)
    part.layers = torch.nn.ModuleList(list(decoder.layers)[start:end])
    part.config = copy.copy(decoder.config)
    kinds = getattr(decoder.config, "layer_types", None)
    if kinds is not None:
        part.config.layer_types = kinds[start:end]
    part.config.num_hidden_layers = end - start
    if not last:
        part.norm = torch.nn.Identity()
    return part


class FrozenBlocks:
    """Blocks [0, first) of a decoder, and what they made of rows.

    `company`: of each row that is seen more than once, the rows that it is packed with the first time, itself among
    them. What it does not name is not kept.
    """

    def __init__(self, decoder: Any, first: int, device: torch.device, company: Mapping[str, list[Example]]) -> None:
        self._part = blocks_part(decoder, 0, first, last=False)
        self._device = device
        self._company = company
        self._kept: dict[str, tuple[torch.Tensor, torch.Tensor]] = {}

    @torch.no_grad()
    def states(self, examples: list[Example], batch: Batch) -> torch.Tensor:
        """What enters the first trained block: [1, length, width], for `batch`, which packs `examples`."""
        if any(example.id not in self._company for example in examples):
            return self._run(batch)
        for example in examples:
            if example.id not in self._kept:
                self._keep(self._company[example.id])
        pieces = [self._piece(examples[owner].id, start, end) for owner, start, end in batch.segments]
        states = torch.cat(pieces)
        return torch.nn.functional.pad(states, (0, 0, 0, batch.ids.shape[1] - states.shape[0]))[None]

    def _run(self, batch: Batch) -> torch.Tensor:
        return self._part(input_ids=batch.ids, **batch.arrangement())[0]

    def _keep(self, examples: list[Example]) -> None:
        batch = collate(examples, self._device)
        states = self._run(batch)[0]
        at = shared = batch.segments[-1][1]
        for example in examples:
            end = at + example.length - shared
            self._kept[example.id] = (states[:shared], states[at:end])
            at = end

    def _piece(self, row: str, start: int, end: int) -> torch.Tensor:
        prefix, own = self._kept[row]
        shared = prefix.shape[0]
        if start >= shared:
            return own[start - shared : end - shared]
        return torch.cat([prefix[start:end], own[: max(0, end - shared)]])
