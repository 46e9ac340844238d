"""A weight that no step changes, with room behind it for what a LoRA adds."""

from typing import Protocol

import torch

from loco_trainer.product import product


class FrozenWeight(Protocol):
    """[out, in + …]. `tail`: [out, …], the columns behind the frozen ones, for the caller to fill in."""

    tail: torch.Tensor

    def refresh(self, ranks: int) -> None:
        """To call once the first `ranks` columns of `tail` are other ones."""
        ...

    def times(self, given: torch.Tensor) -> torch.Tensor:
        """[tokens, out] of [tokens, in + …]."""
        ...

    def back(self, grad: torch.Tensor) -> torch.Tensor:
        """[tokens, in + …] of [tokens, out]."""
        ...

    def layer(self, rows: slice) -> torch.Tensor:
        """What a layer with these rows has for a weight from now on: of its shape, its numbers where they are kept."""
        ...


class PlainWeight:
    def __init__(self, wide: torch.Tensor, width: int) -> None:
        self._wide, self._width = wide, width
        self.tail = wide[:, width:]

    def refresh(self, ranks: int) -> None:
        pass

    def times(self, given: torch.Tensor) -> torch.Tensor:
        return product(given, self._wide.t())

    def back(self, grad: torch.Tensor) -> torch.Tensor:
        return product(grad, self._wide)

    def layer(self, rows: slice) -> torch.Tensor:
        return self._wide[rows, : self._width]
