"""The model as training runs it: attention row by row, the last block and the head only where answers are."""

from typing import Any

import torch

from loco_trainer.dataset import Example
from loco_trainer.loss import answer_loss
from loco_trainer.packing import collate
from loco_trainer.read_positions import ReadPositions
from loco_trainer.row_attention import attend_by_rows


class Network:
    """Holds a PEFT model. `unfuse` gives its layers back; its attention goes on row by row, to the same result."""

    def __init__(self, model: Any, device: torch.device) -> None:
        self._model, self._device = model, device
        decoder = model.get_base_model().get_decoder()
        attend_by_rows(decoder)
        self._read = ReadPositions(decoder.layers[-1])

    def answer_loss(self, examples: list[Example]) -> torch.Tensor:
        """Cross-entropy summed over the rows' answer tokens, in nats."""
        batch = collate(examples, self._device)
        # Several answers may be predicted by one token where rows share their whole prompt.
        self._read.positions = batch.positions.unique()
        return answer_loss(self._model, batch)
