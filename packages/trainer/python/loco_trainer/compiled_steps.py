"""`Steps` in C: one pass over the numbers each."""

import ctypes

import torch

from loco_trainer.block_steps import Norm, Turn
from loco_trainer.compiled_pointers import at, numbers, threads
from loco_trainer.frozen_weight import FrozenWeight, PlainWeight
from loco_trainer.steps import SMALLEST, Act, Answered, LoraPart
from loco_trainer.tiles import TiledWeight, can_tile


class CompiledSteps:
    """`library`: of the type of the stacks, in which all is that is not in fp32."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self._library = library

    def norm(self, norm: Norm, x: torch.Tensor, out: torch.Tensor) -> torch.Tensor:
        tokens, width = x.shape
        x = x.contiguous()
        inverse = x.new_empty(tokens, 1)
        eps = ctypes.c_float(norm.eps)
        sizes = numbers(tokens, width, out.stride(0))
        self._library.norm(at(x), at(norm.weight), eps, at(out), at(inverse), *sizes, threads())
        return inverse

    def norm_gradient(
        self, norm: Norm, grad: torch.Tensor, x: torch.Tensor, inverse: torch.Tensor, more: torch.Tensor | None
    ) -> torch.Tensor:
        tokens, width = x.shape
        x, more = x.contiguous(), None if more is None else more.contiguous()
        out = torch.empty_like(x)
        given = (at(grad), at(norm.weight), at(x), at(inverse), None if more is None else at(more), at(out))
        self._library.norm_gradient(*given, *numbers(tokens, width, grad.stride(0)), threads())
        return out

    def added(self, x: torch.Tensor, out: torch.Tensor) -> torch.Tensor:
        x, out = x.contiguous(), out.contiguous()
        found = torch.empty_like(x)
        self._library.add(at(x), at(out), at(found), *numbers(x.numel()), threads())
        return found

    def gate(self, act: Act, both: torch.Tensor, out: torch.Tensor) -> None:
        sizes = numbers(len(both), both.shape[1] // 2, out.stride(0))
        self._library.gate(at(both), at(out), *sizes, _is_gelu(act), threads())

    def gate_gradient(self, act: Act, grad: torch.Tensor, both: torch.Tensor) -> torch.Tensor:
        found = torch.empty_like(both)
        sizes = numbers(len(both), both.shape[1] // 2, grad.stride(0))
        self._library.gate_gradient(at(grad), at(both), at(found), *sizes, _is_gelu(act), threads())
        return found

    def turn(self, turn: Turn, x: torch.Tensor) -> torch.Tensor:
        out = x.new_empty(x.shape)
        sizes = numbers(*x.shape, x.stride(0))
        self._library.turn(at(x), at(turn.cos), at(turn.sin), at(out), *sizes, threads())
        return out

    def turn_gradient(self, turn: Turn, grad: torch.Tensor, out: torch.Tensor) -> None:
        grad = grad.contiguous()
        sizes = numbers(*grad.shape, out.stride(0))
        self._library.turn_gradient(at(grad), at(turn.cos), at(turn.sin), at(out), *sizes, threads())

    def hold(self, wide: torch.Tensor, width: int) -> FrozenWeight:
        if can_tile(self._library, wide, width):
            return TiledWeight(self._library, wide, width)
        return PlainWeight(wide, width)

    def place(self, lora: LoraPart, low: torch.Tensor, tail: torch.Tensor) -> None:
        (rank, width), rows, step = low.shape, len(lora.b), tail.stride(0)
        columns = tail.data_ptr() + (lora.rows.start * step + lora.columns.start) * tail.itemsize
        sizes = numbers(rank, width, rows, step)
        given = (at(lora.a), at(lora.b), ctypes.c_float(lora.scale), at(low), ctypes.c_void_p(columns))
        self._library.place(*given, *sizes)

    def lower(self, given: torch.Tensor, low: torch.Tensor) -> None:
        sizes = numbers(len(given), *low.shape, given.stride(0))
        self._library.lower(at(given), at(low), *sizes, threads())

    def sums(self, left: torch.Tensor, right: torch.Tensor, by: float) -> torch.Tensor:
        m, n = left.shape[1], right.shape[1]
        found = torch.empty(m, n)
        low, wide, steps = (left, right, (n, 1)) if m <= n else (right, left, (1, n))
        sizes = numbers(len(low), low.shape[1], wide.shape[1], low.stride(0), wide.stride(0), *steps)
        self._library.sums(at(low), at(wide), at(found), *sizes, ctypes.c_float(by), threads())
        return found

    def lift(self, x: torch.Tensor, inner: torch.Tensor, low: torch.Tensor) -> torch.Tensor:
        tokens, width = x.shape
        out = x.new_empty(tokens, width)
        sizes = numbers(tokens, len(low), width, x.stride(0))
        self._library.lift(at(x), at(inner), at(low), at(out), *sizes, threads())
        return out

    def cross_entropy(self, states: torch.Tensor, head: torch.Tensor, wanted: torch.Tensor) -> Answered:
        logits = states @ head.t()
        losses = torch.empty(len(wanted))
        sizes = numbers(len(wanted), logits.shape[1])
        self._library.cross_entropy(at(logits), at(wanted), at(losses), *sizes, ctypes.c_float(SMALLEST), threads())
        logits[len(wanted) :] = 0
        return losses, logits


def _is_gelu(act: Act) -> ctypes.c_int:
    return ctypes.c_int(act.name != "silu")
