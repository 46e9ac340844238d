"""A frozen weight in the order in which a processor's tiles take it: see `kernels/tiles.c`."""

import ctypes
import functools

import torch

from loco_trainer.compiled_pointers import at, numbers, threads

# Of a tile: columns of a panel, numbers of the inner dimension.
STEP = 32


class TiledWeight:
    """A copy of `wide` [out, in + …] for each direction, the second made where it is asked for; `wide` is not kept."""

    def __init__(self, library: ctypes.CDLL, wide: torch.Tensor, width: int) -> None:
        self._library = library
        self._out, self._whole = wide.shape
        self._width = width
        self.tail = wide[:, width:].clone()
        self._forward = torch.zeros(self._out * self._whole, dtype=wide.dtype)
        self._backward: torch.Tensor | None = None
        self._pack_forward(wide, 0)

    def refresh(self, ranks: int) -> None:
        """Takes over the first columns of `tail`."""
        part = self.tail[:, :ranks]
        self._pack_forward(part, self._width)
        if self._backward is not None:
            self._pack_backward(self._backward, part, self._width)

    def times(self, given: torch.Tensor) -> torch.Tensor:
        return self._multiply(given, self._forward, self._out)

    def back(self, grad: torch.Tensor) -> torch.Tensor:
        if self._backward is None:
            self._backward = torch.zeros_like(self._forward)
            self._pack_backward(self._backward, self._unpacked(), 0)
        return self._multiply(grad, self._backward, self._whole)

    def layer(self, rows: slice) -> torch.Tensor:
        """No numbers: who asks a layer itself for its product gets none."""
        return self.tail.new_full((1,), torch.nan).expand(rows.stop - rows.start, self._width)

    def _pack_forward(self, part: torch.Tensor, first: int) -> None:
        rows, columns = part.shape
        sizes = numbers(rows, columns, *part.stride(), 0, first, self._whole)
        self._library.pack(at(part), at(self._forward), *sizes, threads())

    def _pack_backward(self, packed: torch.Tensor, part: torch.Tensor, first: int) -> None:
        rows, columns = part.shape
        by_row, by_column = part.stride()
        sizes = numbers(columns, rows, by_column, by_row, first, 0, self._out)
        self._library.pack(at(part), at(packed), *sizes, threads())

    def _unpacked(self) -> torch.Tensor:
        panels = self._forward.view(self._out // STEP, self._whole // STEP, 2, STEP // 2, STEP // 2, 2)
        return panels.permute(0, 2, 4, 1, 3, 5).reshape(self._out, self._whole)

    def _multiply(self, x: torch.Tensor, packed: torch.Tensor, columns: int) -> torch.Tensor:
        tokens, inner = x.shape
        found = x.new_empty(tokens, columns)
        sizes = numbers(tokens, inner, columns, x.stride(0), columns)
        self._library.multiply(at(x), at(packed), at(found), *sizes, threads())
        return found


def can_tile(library: ctypes.CDLL, wide: torch.Tensor, width: int) -> bool:
    """Whether this processor has tiles that a process may use, and the weight's sides are whole tiles."""
    whole = all(side % STEP == 0 for side in (*wide.shape, width))
    return whole and wide.dtype == torch.bfloat16 and _tiles_multiply(library)


@functools.cache
def _tiles_multiply(library: ctypes.CDLL) -> bool:
    """Whether small products come out right, which no compiler or system that we have not seen is trusted with."""
    if not hasattr(library, "tiles") or not library.tiles():
        return False
    wide = (torch.arange(64 * 96).reshape(64, 96) % 13 - 6).bfloat16()
    weight = TiledWeight(library, wide, 64)
    given, grad = ((torch.arange(40 * width).reshape(40, width) % 7 - 3).bfloat16() for width in (96, 64))
    forward, back = (given.double() @ wide.double().t(), grad.double() @ wide.double())
    return torch.equal(weight.times(given), forward.bfloat16()) and torch.equal(weight.back(grad), back.bfloat16())
