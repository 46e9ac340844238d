"""Attention row by row with torch's own operations, and its gradient."""

import torch

from loco_trainer.rows import Kept, Layout


class TorchRows:
    def forward(
        self, both: torch.Tensor, value: torch.Tensor, layout: Layout, scaling: float
    ) -> tuple[torch.Tensor, Kept]:
        tokens, groups, size = value.shape
        heads, shared, rows = both.shape[1] - groups, layout.shared, len(layout.own)
        query, key = both[:, :heads] * scaling, both[:, heads:]
        own = _by_group(query.index_select(0, layout.own.flatten()), rows, groups)
        seen = [_by_group(part.index_select(0, layout.seen.flatten()), rows, groups) for part in (key, value)]
        states, weights = _attend(own, seen[0], seen[1], layout.unseen)
        out = states.new_zeros(tokens, heads, size)
        out[shared : shared + len(layout.order)] = _by_token(states, rows, heads).index_select(0, layout.order)
        kept = [own, *seen, weights]
        if shared > 0:
            first = [_by_group(part[:shared], 1, groups) for part in (query, key, value)]
            unseen = layout.unseen.new_ones(shared, shared).triu_(1)
            states, weights = _attend(first[0], first[1], first[2], unseen)
            out[:shared] = _by_token(states, 1, heads)
            kept = [*kept, *first, weights]
        return out, kept

    def backward(
        self, grad: torch.Tensor, kept: Kept, layout: Layout, scaling: float
    ) -> tuple[torch.Tensor, torch.Tensor]:
        heads, size = grad.shape[1:]
        shared, rows, width = layout.shared, len(layout.own), layout.own.shape[1]
        groups, end = len(kept[0]) // rows, shared + len(layout.order)
        grad_both = grad.new_zeros(len(grad), heads + groups, size)
        grad_value = grad.new_zeros(len(grad), groups, size)
        own = grad.new_zeros(rows * width, heads, size).index_copy_(0, layout.order, grad[shared:end])
        query, key, value = _attend_gradient(_by_group(own, rows, groups), *kept[:4])
        grad_both[shared:end, :heads] = _by_token(query, rows, heads).index_select(0, layout.order)
        for part, whole in ((key, grad_both[:, heads:]), (value, grad_value)):
            seen = _by_token(part, rows, groups).view(rows, -1, groups, size)
            whole[shared:end] = seen[:, shared:].reshape(-1, groups, size).index_select(0, layout.order)
            whole[:shared] = seen[:, :shared].sum(0, dtype=torch.float32)
        if shared > 0:
            query, key, value = _attend_gradient(_by_group(grad[:shared], 1, groups), *kept[4:])
            grad_both[:shared, :heads] = _by_token(query, 1, heads)
            grad_both[:shared, heads:] += _by_token(key, 1, groups)
            grad_value[:shared] += _by_token(value, 1, groups)
        grad_both[:, :heads] *= scaling
        return grad_both, grad_value


def _by_group(states: torch.Tensor, rows: int, groups: int) -> torch.Tensor:
    """[groups · rows, heads a group · width, size] of [rows · width, heads, size]."""
    parts = states.unflatten(0, (rows, -1)).unflatten(2, (groups, -1))
    return parts.permute(2, 0, 3, 1, 4).flatten(2, 3).flatten(0, 1)


def _by_token(states: torch.Tensor, rows: int, heads: int) -> torch.Tensor:
    """The way back: [rows · width, heads, size]."""
    groups = states.shape[0] // rows
    parts = states.unflatten(0, (groups, rows)).unflatten(2, (heads // groups, -1))
    return parts.permute(1, 3, 0, 2, 4).flatten(2, 3).flatten(0, 1)


def _attend(
    query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, unseen: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """Attention of a batch [batch, heads · width, size], and its weights."""
    scores = query @ key.mT
    # Autocast would have the weights in fp32, and cast them again.
    with torch.autocast(query.device.type, enabled=False):
        scores.view(scores.shape[0], -1, *unseen.shape).masked_fill_(unseen, -torch.inf)
        weights = scores.softmax(-1)
    return weights @ value, weights


def _attend_gradient(
    grad: torch.Tensor, query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, weights: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    scores = torch._softmax_backward_data(grad @ value.mT, weights, -1, weights.dtype)  # pyright: ignore
    return scores @ key, scores.mT @ query, weights.mT @ grad
