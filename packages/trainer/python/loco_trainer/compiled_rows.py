"""Attention row by row, all but its products in C."""

import ctypes

import torch

from loco_trainer.compiled_pointers import at, numbers, threads
from loco_trainer.rows import Kept, Layout


class CompiledRows:
    """`library`: of the type that all is in."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self._library = library

    def forward(
        self, both: torch.Tensor, value: torch.Tensor, layout: Layout, scaling: float
    ) -> tuple[torch.Tensor, Kept]:
        groups = value.shape[1]
        heads, shared = both.shape[1] - groups, layout.shared
        query, key = both[:, :heads], both[:, heads:]
        own = self._batch(query, layout.own, groups, scaling)
        seen = [self._batch(part, layout.seen, groups) for part in (key, value)]
        states, weights = self._attend(own, seen[0], seen[1], layout.own.shape[1], shared)
        out = _with_zeros_behind(both, shared + len(layout.order), heads)
        self._tokens(states, layout.order, out, shared, layout.own.shape)
        kept = [own, *seen, weights]
        if shared > 0:
            places = layout.first
            first = [self._batch(part, places, groups, by) for part, by in ((query, scaling), (key, 1.0), (value, 1.0))]
            states, weights = self._attend(first[0], first[1], first[2], shared, 0)
            self._tokens(states, places[0], out, 0, places.shape)
            kept = [*kept, *first, weights]
        return out, kept

    def backward(
        self, grad: torch.Tensor, kept: Kept, layout: Layout, scaling: float
    ) -> tuple[torch.Tensor, torch.Tensor]:
        grad = grad.contiguous()
        heads, size = grad.shape[1:]
        shared, (rows, width) = layout.shared, layout.own.shape
        groups = len(kept[0]) // rows
        end = shared + len(layout.order)
        grad_both, grad_value = (_with_zeros_behind(grad, end, count) for count in (heads + groups, groups))
        grad_query, grad_key = grad_both[:, :heads], grad_both[:, heads:]
        own = self._spread(grad, layout.order, shared, rows, width, groups)
        query, key, value = self._attend_gradient(own, kept[:4], width)
        self._tokens(query, layout.order, grad_query, shared, (rows, width), by=scaling)
        for part, to in ((key, grad_key), (value, grad_value)):
            self._tokens(part, layout.order, to, shared, (rows, width), skip=shared)
        if shared > 0:
            order = layout.first[0]
            own = self._spread(grad, order, 0, 1, shared, groups)
            query, *others = self._attend_gradient(own, kept[4:], shared)
            self._tokens(query, order, grad_query, 0, (1, shared), by=scaling)
            for part, more, to in zip((key, value), others, (grad_key, grad_value), strict=True):
                sizes = numbers(shared, rows, shared + width, groups, size, to.stride(0))
                self._library.sum_rows(at(part), at(more), at(to), *sizes, threads())
        return grad_both, grad_value

    def _batch(self, x: torch.Tensor, places: torch.Tensor, groups: int, by: float = 1.0) -> torch.Tensor:
        """[groups · rows, heads a group · width, size] of [tokens, heads, size]."""
        (rows, width), (_, heads, size) = places.shape, x.shape
        out = x.new_empty(groups * rows, heads // groups * width, size)
        sizes = numbers(rows, width, groups, heads, size, x.stride(0))
        self._library.to_batch(at(x), at(places), at(out), *sizes, ctypes.c_float(by), threads())
        return out

    def _tokens(
        self,
        x: torch.Tensor,
        order: torch.Tensor,
        out: torch.Tensor,
        first: int,
        shape: tuple[int, ...],
        skip: int = 0,
        by: float = 1.0,
    ) -> None:
        """The way back, into `out` [tokens, heads, size] from its token `first` on."""
        (rows, width), (_, heads, size) = shape, out.shape
        sizes = numbers(len(order), first, rows, width, skip, len(x) // rows, heads, size, out.stride(0))
        self._library.to_tokens(at(x), at(order), at(out), *sizes, ctypes.c_float(by), threads())

    def _spread(
        self, grad: torch.Tensor, order: torch.Tensor, first: int, rows: int, width: int, groups: int
    ) -> torch.Tensor:
        _, heads, size = grad.shape
        out = grad.new_empty(groups * rows, heads // groups * width, size)
        sizes = numbers(len(order), first, rows, width, groups, heads, size)
        self._library.spread(at(grad), at(order), at(out), *sizes, threads())
        return out

    def _attend(
        self, query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, width: int, shared: int
    ) -> tuple[torch.Tensor, torch.Tensor]:
        weights = torch.bmm(query, key.mT)
        self._library.softmax(at(weights), *self._lines(weights, width), *numbers(shared), threads())
        return torch.bmm(weights, value), weights

    def _attend_gradient(
        self, grad: torch.Tensor, kept: Kept, width: int
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        query, key, value, weights = kept
        scores = torch.bmm(grad, value.mT)
        self._library.softmax_gradient(at(scores), at(weights), *self._lines(scores, width), threads())
        return torch.bmm(scores, key), torch.bmm(scores.mT, query), torch.bmm(weights.mT, grad)

    def _lines(self, scores: torch.Tensor, width: int) -> list[ctypes.c_long]:
        batch, lines, columns = scores.shape
        return numbers(batch * (lines // width), width, columns)


def _with_zeros_behind(like: torch.Tensor, end: int, heads: int) -> torch.Tensor:
    """[tokens, heads, size] to be filled in up to the token `end`; behind it nobody stands."""
    out = like.new_empty(len(like), heads, like.shape[2])
    out[end:] = 0
    return out
