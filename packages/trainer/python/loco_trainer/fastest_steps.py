"""Which of the two ways a device takes between its products."""

import torch

from loco_trainer.compiled import compiled
from loco_trainer.compiled_rows import CompiledRows
from loco_trainer.compiled_steps import CompiledSteps
from loco_trainer.rows import RowSteps
from loco_trainer.steps import Steps, TorchSteps
from loco_trainer.torch_rows import TorchRows


def fastest_steps(dtype: torch.dtype, device: torch.device) -> tuple[Steps, RowSteps]:
    """For products in this type."""
    library = compiled(dtype) if device.type == "cpu" else None
    return (TorchSteps(), TorchRows()) if library is None else (CompiledSteps(library), CompiledRows(library))
