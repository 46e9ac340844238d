"""The model as training runs it: frozen blocks without gradients, trained blocks, the head where it is read."""

from collections.abc import Callable
from typing import Any

import torch

from loco_trainer.dataset import Example
from loco_trainer.frozen_blocks import FrozenBlocks, blocks_part
from loco_trainer.packing import collate
from loco_trainer.read_positions import ReadPositions


class Network:
    """`first` is the first block with a LoRA. For `packed_with` see FrozenBlocks."""

    def __init__(
        self, model: Any, first: int, device: torch.device, packed_with: Callable[[str], list[Example]] | None
    ) -> None:
        inner = model.get_base_model()
        decoder = inner.get_decoder()
        blocks = len(decoder.layers)
        self._device = device
        self._frozen = FrozenBlocks(decoder, first, device, packed_with) if first > 0 else None
        self._trained = blocks_part(decoder, first, blocks, last=True)
        self._read = ReadPositions(decoder.layers[-1])
        self._head = inner.get_output_embeddings()

    def answer_loss(self, examples: list[Example]) -> torch.Tensor:
        """Cross-entropy summed over the rows' answer tokens, in nats."""
        batch = collate(examples, self._device)
        # Several answers may be predicted by one token where rows share their whole prompt.
        self._read.positions = batch.positions.unique()
        given = {"input_ids": batch.ids} if self._frozen is None else {"inputs_embeds": self._frozen.states(examples, batch)}
        states = self._trained(**given, position_ids=batch.places, attention_mask=batch.mask, use_cache=False)[0]
        logits = self._head(states.flatten(0, 1)[batch.positions])
        return torch.nn.functional.cross_entropy(logits.float(), batch.targets, reduction="sum")
