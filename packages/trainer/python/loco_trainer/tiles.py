"""A frozen weight in the order in which a processor's tiles take it: see `kernels/tiles.c`."""

import ctypes

import torch

from loco_trainer.compiled_pointers import at, numbers, threads

# Of a tile: columns of a panel, numbers of the inner dimension.
STEP = 32


class TiledWeight:
    """Two copies of `wide` [out, in + …], one for each direction; `wide` itself is not kept."""

    def __init__(self, library: ctypes.CDLL, wide: torch.Tensor, width: int) -> None:
        self._library = library
        self._out, self._whole = wide.shape
        self._width = width
        self.tail = wide[:, width:].clone()
        self._forward = torch.zeros(self._out * self._whole, dtype=wide.dtype)
        self._backward = torch.zeros(self._out * self._whole, dtype=wide.dtype)
        self._pack(wide, 0)

    def refresh(self, ranks: int) -> None:
        """Takes over the first columns of `tail`."""
        self._pack(self.tail[:, :ranks], self._width)

    def times(self, given: torch.Tensor) -> torch.Tensor:
        return self._multiply(given, self._forward, self._out)

    def back(self, grad: torch.Tensor) -> torch.Tensor:
        return self._multiply(grad, self._backward, self._whole)

    def layer(self, rows: slice) -> torch.Tensor:
        return self.tail.new_empty(1).expand(rows.stop - rows.start, self._width)

    def _pack(self, part: torch.Tensor, first: int) -> None:
        rows, columns = part.shape
        by_row, by_column = part.stride()
        sizes = numbers(rows, columns, by_row, by_column, 0, first, self._whole)
        self._library.pack(at(part), at(self._forward), *sizes, threads())
        sizes = numbers(columns, rows, by_column, by_row, first, 0, self._out)
        self._library.pack(at(part), at(self._backward), *sizes, threads())

    def _multiply(self, x: torch.Tensor, packed: torch.Tensor, columns: int) -> torch.Tensor:
        tokens, inner = x.shape
        found = x.new_empty(tokens, columns)
        sizes = numbers(tokens, inner, columns, x.stride(0), columns)
        self._library.multiply(at(x), at(packed), at(found), *sizes, threads())
        return found


def can_tile(library: ctypes.CDLL, wide: torch.Tensor, width: int) -> bool:
    """Whether this processor has tiles that a process may use, and the weight's sides are whole tiles."""
    whole = all(side % STEP == 0 for side in (*wide.shape, width))
    return whole and wide.dtype == torch.bfloat16 and hasattr(library, "tiles") and bool(library.tiles())
