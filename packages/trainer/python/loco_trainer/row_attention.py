"""Attention in a packed sequence, row by row.

Its rows do not see each other: of all pairs of its tokens a mask throws most away, after they were computed. Here the
rows are a batch, each behind what all of them begin with.
"""

from dataclasses import dataclass
from typing import Any

import torch
from torch.autograd import Function

# What a model's configuration calls this attention.
ROW_ATTENTION = "loco_rows"

# Rows' widths are rounded up to this, for the reason of `packing.LENGTH_STEP`.
ROW_STEP = 16


@dataclass(frozen=True)
class Layout:
    """Where the rows of a sequence stand; `width` is the most tokens that one has of its own.

    `shared`: tokens that all rows begin with, which come first. `own`: [rows, width], the places of each row's own
    tokens, filled up behind; `order`: [tokens], where in `own` each of them is found. `seen`: [rows, shared + width],
    the places of all that a row sees; `unseen`: [width, shared + width], true where one of its own tokens (row) does
    not see one of these (column).
    """

    shared: int
    own: torch.Tensor
    order: torch.Tensor
    seen: torch.Tensor
    unseen: torch.Tensor


def row_layout(shared: int, lengths: list[int], length: int, device: torch.device) -> Layout | None:
    """Of rows with `lengths` own tokens in a sequence of `length`; None where going row by row saves nothing."""
    width = -(-max(lengths) // ROW_STEP) * ROW_STEP
    if shared**2 + len(lengths) * width * (shared + width) >= length**2:
        return None
    own = torch.zeros(len(lengths), width, dtype=torch.long)
    start = shared
    for row, count in enumerate(lengths):
        own[row] = torch.arange(start, start + width).clamp(max=start + count - 1)
        start += count
    order = torch.cat([torch.arange(count) + row * width for row, count in enumerate(lengths)])
    seen = torch.cat([torch.arange(shared).expand(len(lengths), -1), own], 1)
    # What fills a row up comes behind all that is its own: nothing sees it.
    unseen = torch.ones(width, shared + width, dtype=torch.bool).triu(shared + 1)
    return Layout(shared, *(part.to(device) for part in (own, order, seen, unseen)))


def usable(layout: Layout | None, places: torch.Tensor | None, window: int | None) -> bool:
    """Whether attention with this sliding window may go by these rows."""
    return layout is not None and not _is_narrow(places, window)


def _is_narrow(places: torch.Tensor | None, window: int | None) -> bool:
    return window is not None and places is not None and int(places.max()) >= window


def attend_by_rows(decoder: Any) -> None:
    """From now on it goes row by row where it is told a layout, and attends as before where it is not."""
    from transformers import AttentionInterface, AttentionMaskInterface
    from transformers.masking_utils import sdpa_mask

    AttentionInterface.register(ROW_ATTENTION, attention_by_rows)
    AttentionMaskInterface.register(ROW_ATTENTION, sdpa_mask)
    decoder.config._attn_implementation = ROW_ATTENTION


def attention_by_rows(
    module: Any,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None,
    layout: Layout | None = None,
    places: torch.Tensor | None = None,
    scaling: float | None = None,
    dropout: float = 0.0,
    **others: Any,
) -> tuple[torch.Tensor, None]:
    """transformers' attention: query, key and value are [1, heads, tokens, size]; gives [1, tokens, heads, size]."""
    from transformers.integrations.sdpa_attention import sdpa_attention_forward

    window: int | None = others.get("sliding_window")
    if layout is None or not usable(layout, places, window) or dropout or others.get("softcap") is not None:
        if _is_narrow(places, window) and window is not None and places is not None and attention_mask is not None:
            # A packed sequence's own mask knows no window: a row's places tell how far apart two of its tokens are.
            attention_mask = attention_mask & (places[0, :, None] - places[0, None, :] < window)
        return sdpa_attention_forward(
            module, query, key, value, attention_mask, scaling=scaling, dropout=dropout, **others
        )
    both = torch.cat([query[0], key[0]]).transpose(0, 1).to(value.dtype)
    states = row_attention(both, value[0].transpose(0, 1), layout, scaling or query.shape[-1] ** -0.5)
    return states[None], None


def row_attention(both: torch.Tensor, value: torch.Tensor, layout: Layout, scaling: float) -> torch.Tensor:
    """Of query and key [tokens, heads + groups, size] and value [tokens, groups, size]: [tokens, heads, size]."""
    states: torch.Tensor = _RowAttention.apply(both, value, layout, scaling)  # pyright: ignore
    return states


class _RowAttention(Function):
    @staticmethod
    def forward(  # pyright: ignore[reportIncompatibleMethodOverride]
        ctx: Any, both: torch.Tensor, value: torch.Tensor, layout: Layout, scaling: float
    ) -> torch.Tensor:
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
        ctx.save_for_backward(*kept)
        ctx.layout, ctx.scaling, ctx.heads, ctx.groups, ctx.size = layout, scaling, heads, groups, size
        return out

    @staticmethod
    def backward(  # pyright: ignore[reportIncompatibleMethodOverride]
        ctx: Any, grad: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, None, None]:
        layout: Layout = ctx.layout
        kept, heads, groups, shared, rows = ctx.saved_tensors, ctx.heads, ctx.groups, layout.shared, len(layout.own)
        end, width = shared + len(layout.order), layout.own.shape[1]
        grad = grad.to(kept[0].dtype)
        grad_both = grad.new_zeros(len(grad), heads + groups, ctx.size)
        grad_value = grad.new_zeros(len(grad), groups, ctx.size)
        own = grad.new_zeros(rows * width, heads, ctx.size).index_copy_(0, layout.order, grad[shared:end])
        query, key, value = _attend_gradient(_by_group(own, rows, groups), *kept[:4])
        grad_both[shared:end, :heads] = _by_token(query, rows, heads).index_select(0, layout.order)
        for part, whole in ((key, grad_both[:, heads:]), (value, grad_value)):
            seen = _by_token(part, rows, groups).view(rows, -1, groups, ctx.size)
            whole[shared:end] = seen[:, shared:].reshape(-1, groups, ctx.size).index_select(0, layout.order)
            whole[:shared] = seen[:, :shared].sum(0, dtype=torch.float32)
        if shared > 0:
            query, key, value = _attend_gradient(_by_group(grad[:shared], 1, groups), *kept[4:])
            grad_both[:shared, :heads] = _by_token(query, 1, heads)
            grad_both[:shared, heads:] += _by_token(key, 1, groups)
            grad_value[:shared] += _by_token(value, 1, groups)
        grad_both[:, :heads] *= ctx.scaling
        return grad_both, grad_value, None, None


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
