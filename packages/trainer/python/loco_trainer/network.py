"""The model as training runs it: frozen blocks without gradients, attention row by row, the head where it is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch

from loco_trainer.dataset import Example
from loco_trainer.frozen_blocks import FrozenBlocks, blocks_part
from loco_trainer.packing import collate
from loco_trainer.read_positions import ReadPositions


@dataclass(frozen=True)
class Answers:
    """Logits [answer tokens, vocabulary] of rows in order; `counts`: answer tokens of each."""

    logits: torch.Tensor
    targets: torch.Tensor
    counts: list[int]

    def losses(self) -> torch.Tensor:
        """Cross-entropy of each answer token, in nats."""
        return torch.nn.functional.cross_entropy(self.logits.float(), self.targets, reduction="none")

    def hits(self) -> torch.Tensor:
        """Whether each answer token is the likeliest."""
        return self.logits.argmax(-1) == self.targets


class Network:
    """Holds a PEFT model. `first` is the first block with a LoRA; for `company` see FrozenBlocks. `unfuse` gives the
    layers back; their attention goes on row by row, to the same result.
    """

    def __init__(self, model: Any, first: int, device: torch.device, company: Mapping[str, list[Example]]) -> None:
        inner = model.get_base_model()
        decoder = inner.get_decoder()
        blocks = len(decoder.layers)
        self._device = device
        self._frozen = FrozenBlocks(decoder, first, device, company) if first > 0 else None
        self._trained = blocks_part(decoder, first, blocks, last=True)
        self._read = ReadPositions(decoder.layers[-1])
        self._head = inner.get_output_embeddings()

    def answers(self, examples: list[Example]) -> Answers:
        batch = collate(examples, self._device)
        # Several answers may be predicted by one token where rows share their whole prompt.
        self._read.positions = batch.positions.unique()
        frozen = self._frozen
        given = {"input_ids": batch.ids} if frozen is None else {"inputs_embeds": frozen.states(examples, batch)}
        states = self._trained(**given, **batch.arrangement())[0]
        return Answers(self._head(states.flatten(0, 1)[batch.positions]), batch.targets, batch.answers)

    def answer_loss(self, examples: list[Example]) -> torch.Tensor:
        """Cross-entropy summed over the rows' answer tokens, in nats."""
        return self.answers(examples).losses().sum()
