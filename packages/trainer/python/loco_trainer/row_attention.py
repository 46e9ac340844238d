"""Attention in a packed sequence, row by row.

Its rows do not see each other: of all pairs of its tokens a mask throws most away, after they were computed. Here the
rows are a batch, each beside what all of them begin with.
"""

from dataclasses import dataclass
from typing import Any

import torch
from torch.nn.functional import pad, scaled_dot_product_attention

# What a model's configuration calls this attention.
ROW_ATTENTION = "loco_rows"


@dataclass(frozen=True)
class Layout:
    """Where the rows of a sequence stand; `width` is the most tokens that one has of its own.

    `shared`: tokens that all rows begin with, which come first. `own`: [rows, width], the places of each row's own
    tokens, filled up behind; `order`: [tokens], where in `own` each of them is found. `unseen`: [width, width], true
    where one of a row's own tokens (row) does not see another (column).
    """

    shared: int
    own: torch.Tensor
    order: torch.Tensor
    unseen: torch.Tensor


def row_layout(shared: int, lengths: list[int], length: int, device: torch.device) -> Layout | None:
    """Of rows with `lengths` own tokens in a sequence of `length`; None where going row by row saves nothing."""
    width = max(lengths)
    if shared**2 + len(lengths) * width * (shared + width) >= length**2:
        return None
    own = torch.zeros(len(lengths), width, dtype=torch.long)
    start = shared
    for row, count in enumerate(lengths):
        own[row] = torch.arange(start, start + width).clamp(max=start + count - 1)
        start += count
    order = torch.cat([torch.arange(count) + row * width for row, count in enumerate(lengths)])
    # What fills a row up comes behind all that is its own: nothing sees it.
    unseen = torch.ones(width, width, dtype=torch.bool).triu(1)
    return Layout(shared, own.to(device), order.to(device), unseen.to(device))


def attend_by_rows(decoder: Any) -> None:
    """From now on it goes row by row where it is told a layout, and attends as before where it is not."""
    from transformers import AttentionInterface, AttentionMaskInterface
    from transformers.masking_utils import sdpa_mask

    AttentionInterface.register(ROW_ATTENTION, _attention)
    AttentionMaskInterface.register(ROW_ATTENTION, sdpa_mask)
    decoder.config._attn_implementation = ROW_ATTENTION


def _attention(
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
    from transformers.integrations.sdpa_attention import sdpa_attention_forward

    window: int | None = others.get("sliding_window")
    narrow = window is not None and places is not None and int(places.max()) >= window
    if layout is None or narrow or dropout or others.get("softcap") is not None:
        if narrow and window is not None and places is not None and attention_mask is not None:
            # A packed sequence's own mask knows no window: a row's places tell how far apart two of its tokens are.
            attention_mask = attention_mask & (places[0, :, None] - places[0, None, :] < window)
        return sdpa_attention_forward(
            module, query, key, value, attention_mask, scaling=scaling, dropout=dropout, **others
        )
    return _by_rows(query * (scaling or query.shape[-1] ** -0.5), key, value, layout), None


def _by_rows(query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, layout: Layout) -> torch.Tensor:
    """[1, tokens, heads, size] of query, key and value [1, heads, tokens, size], with fewer heads of key and value."""
    groups, shared, width = key.shape[1], layout.shared, layout.own.shape[1]
    asked = _own(query[0].unflatten(0, (groups, -1)), layout).movedim(2, 1).contiguous()
    own_key, own_value = _own(key[0], layout), _own(value[0], layout)
    # asked: [groups, rows, heads a group, width, size]; keys and values: [groups, rows, width, size].
    own = asked.flatten(2, 3) @ own_key.mT
    own = own.view(*asked.shape[:4], width).masked_fill(layout.unseen, -torch.inf)
    before = (asked.flatten(1, 3) @ key[0, :, :shared].mT).view(*asked.shape[:4], shared)
    weights = torch.cat([before, own], -1).softmax(-1)
    before, own = weights.split([shared, width], -1)
    states = before.flatten(1, 3) @ value[0, :, :shared]
    states = states.view(asked.shape) + (own.flatten(2, 3) @ own_value).view(asked.shape)
    parts = [states.permute(1, 3, 0, 2, 4).flatten(2, 3).flatten(0, 1)[layout.order]]
    if shared:
        repeats = query.shape[1] // groups
        first_key, first_value = (states[:, :, :shared].repeat_interleave(repeats, 1) for states in (key, value))
        same = scaled_dot_product_attention(query[:, :, :shared], first_key, first_value, is_causal=True, scale=1.0)
        parts.insert(0, same[0].transpose(0, 1))
    found = torch.cat(parts)
    return pad(found, (0, 0, 0, 0, 0, query.shape[2] - found.shape[0]))[None]


def _own(states: torch.Tensor, layout: Layout) -> torch.Tensor:
    """[..., rows, width, size] of states [..., tokens, size]."""
    return states.index_select(-2, layout.own.flatten()).unflatten(-2, layout.own.shape)
