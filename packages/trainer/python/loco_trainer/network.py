"""The model as training runs it: frozen blocks without gradients, attention row by row, the head where it is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch

from loco_trainer.answer_head import CrossEntropy
from loco_trainer.dataset import Example
from loco_trainer.failure import TrainerError
from loco_trainer.fastest_steps import fastest_steps
from loco_trainer.frozen_blocks import FrozenBlocks, blocks_part
from loco_trainer.fuse import fused
from loco_trainer.packing import collate
from loco_trainer.read_positions import ReadPositions
from loco_trainer.steps import Steps


@dataclass(frozen=True)
class Answers:
    """Of rows in order: states [answer tokens, width] that predict `targets`; `counts`: answer tokens of each row."""

    states: torch.Tensor
    head: torch.Tensor
    targets: torch.Tensor
    counts: list[int]
    steps: Steps

    def losses(self) -> torch.Tensor:
        """Cross-entropy of each answer token, in nats."""
        losses: torch.Tensor = CrossEntropy.apply(self.states, self.head, self.targets, self.steps)  # pyright: ignore
        return losses

    def hits(self) -> torch.Tensor:
        """Whether each answer token is the likeliest."""
        return (self.states.to(self.head.dtype) @ self.head.t()).argmax(-1) == self.targets


class Network:
    """Holds a PEFT model. `first` is the first block with a LoRA; for `company` see FrozenBlocks. `unfuse` gives the
    layers back; their attention goes on row by row, to the same result. `dtype`: of the products.
    """

    def __init__(
        self, model: Any, first: int, device: torch.device, company: Mapping[str, list[Example]], dtype: torch.dtype
    ) -> None:
        inner = model.get_base_model()
        decoder = inner.get_decoder()
        blocks = len(decoder.layers)
        self._device = device
        self._frozen = FrozenBlocks(decoder, first, device, company) if first > 0 else None
        self._trained = blocks_part(decoder, first, blocks, last=True)
        self._read = fused(decoder.layers[-1]) or ReadPositions(decoder.layers[-1])
        head = inner.get_output_embeddings()
        if head.bias is not None:
            raise TrainerError("head-unsupported", "The output layer of this base has a bias.", "Choose another base.")
        # In the type of the blocks: cast once, not at every step.
        self._head = head.weight.detach().to(dtype)
        self._steps, _ = fastest_steps(dtype, device)

    def answers(self, examples: list[Example]) -> Answers:
        batch = collate(examples, self._device)
        # Several answers may be predicted by one token where rows share their whole prompt.
        self._read.positions = batch.positions.unique()
        frozen = self._frozen
        given = {"input_ids": batch.ids} if frozen is None else {"inputs_embeds": frozen.states(examples, batch)}
        states = self._trained(**given, **batch.arrangement())[0]
        return Answers(states.flatten(0, 1)[batch.positions], self._head, batch.targets, batch.answers, self._steps)

    def answer_loss(self, examples: list[Example]) -> torch.Tensor:
        """Cross-entropy summed over the rows' answer tokens, in nats."""
        return self.answers(examples).losses().sum()
