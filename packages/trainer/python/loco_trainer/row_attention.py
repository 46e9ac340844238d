"""Attention in a packed sequence, row by row, as one operation and as a model's own."""

from typing import Any

import torch
from torch.autograd import Function

from loco_trainer.rows import Layout, RowSteps
from loco_trainer.torch_rows import TorchRows

# What a model's configuration calls this attention.
ROW_ATTENTION = "loco_rows"


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
    states = row_attention(both, value[0].transpose(0, 1), layout, scaling or query.shape[-1] ** -0.5, TorchRows())
    return states[None], None


def row_attention(
    both: torch.Tensor, value: torch.Tensor, layout: Layout, scaling: float, steps: RowSteps
) -> torch.Tensor:
    """Of query and key [tokens, heads + groups, size] and value [tokens, groups, size]: [tokens, heads, size]."""
    states: torch.Tensor = _RowAttention.apply(both, value, layout, scaling, steps)  # pyright: ignore
    return states


class _RowAttention(Function):
    @staticmethod
    def forward(  # pyright: ignore[reportIncompatibleMethodOverride]
        ctx: Any, both: torch.Tensor, value: torch.Tensor, layout: Layout, scaling: float, steps: RowSteps
    ) -> torch.Tensor:
        out, kept = steps.forward(both, value, layout, scaling)
        ctx.save_for_backward(*kept)
        ctx.layout, ctx.scaling, ctx.steps, ctx.dtype = layout, scaling, steps, both.dtype
        return out

    @staticmethod
    def backward(  # pyright: ignore[reportIncompatibleMethodOverride]
        ctx: Any, grad: torch.Tensor
    ) -> tuple[torch.Tensor | None, ...]:
        kept = list(ctx.saved_tensors)
        grad_both, grad_value = ctx.steps.backward(grad.to(ctx.dtype), kept, ctx.layout, ctx.scaling)
        return grad_both, grad_value, None, None, None
