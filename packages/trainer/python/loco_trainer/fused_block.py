"""A block of the kind that Llama, Qwen 3 and Gemma 3 have, as training runs it: the same result from fewer and larger
operations.
"""

from typing import Any

import torch

from loco_trainer.block_parts import AttentionInput, AttentionOutput, FeedForward
from loco_trainer.block_steps import Norm, read_norm, read_turn
from loco_trainer.fastest_steps import fastest_steps
from loco_trainer.packing import filled_up
from loco_trainer.row_attention import attention_by_rows, row_attention, usable
from loco_trainer.steps import ACTS
from loco_trainer.wide_product import stack_layers


class FusedBlock:
    """A block's forward. `positions`: where its output is read, all where it is None; elsewhere it gives zeros."""

    def __init__(self, block: Any, dtype: torch.dtype) -> None:
        attention, mlp = block.self_attn, block.mlp
        self._attention = attention
        query, key, value = attention.q_proj, attention.k_proj, attention.v_proj
        size = int(attention.head_dim)
        heads, groups = (_outputs(layer) // size for layer in (query, key))
        four = hasattr(block, "pre_feedforward_layernorm")
        after = block.post_attention_layernorm
        before = block.pre_feedforward_layernorm if four else after
        steps, self._rows = fastest_steps(dtype, block.input_layernorm.weight.device)
        self._input = AttentionInput(
            steps,
            read_norm(block.input_layernorm),
            stack_layers([query, key, value], dtype, steps),
            heads,
            groups,
            size,
            _head_norm(attention, heads, groups),
        )
        self._output = AttentionOutput(
            steps, stack_layers([attention.o_proj], dtype, steps), read_norm(after) if four else None
        )
        self._feed_forward = FeedForward(
            steps,
            read_norm(before),
            stack_layers([mlp.gate_proj, mlp.up_proj], dtype, steps),
            stack_layers([mlp.down_proj], dtype, steps),
            ACTS[act_name(block)],
            read_norm(block.post_feedforward_layernorm) if four else None,
        )
        self.positions: torch.Tensor | None = None

    def __call__(
        self,
        hidden_states: torch.Tensor,
        attention_mask: torch.Tensor | None = None,
        position_embeddings: Any = None,
        layout: Any = None,
        places: torch.Tensor | None = None,
        **others: Any,
    ) -> torch.Tensor:
        """[1, tokens, width] of the same."""
        x, part = hidden_states[0], self._input
        both, value = part(x, read_turn(*position_embeddings))
        window = getattr(self._attention, "sliding_window", None)
        if layout is not None and usable(layout, places, window):
            states = row_attention(both, value, layout, self._attention.scaling, self._rows).flatten(1)
        else:
            found, _ = attention_by_rows(
                self._attention,
                both[:, : part.heads].transpose(0, 1)[None],
                both[:, part.heads :].transpose(0, 1)[None],
                value.transpose(0, 1)[None],
                attention_mask,
                places=places,
                scaling=self._attention.scaling,
                sliding_window=window,
            )
            states = found[0].flatten(1)
        if self.positions is None:
            return self._feed_forward(self._output(x, states))[None]
        few = [filled_up(part[self.positions]) for part in (x, states)]
        read = self._feed_forward(self._output(*few))[: len(self.positions)]
        return x.new_zeros(x.shape).index_copy(0, self.positions, read)[None]


def _outputs(layer: Any) -> int:
    return int(getattr(layer, "base_layer", layer).weight.shape[0])


def _head_norm(attention: Any, heads: int, groups: int) -> Norm | None:
    if not hasattr(attention, "q_norm"):
        return None
    query, key = read_norm(attention.q_norm), read_norm(attention.k_norm)
    return Norm(torch.cat([query.weight.expand(heads, -1), key.weight.expand(groups, -1)]), query.eps)


def act_name(block: Any) -> str:
    config = block.self_attn.config
    return str(getattr(config, "hidden_activation", None) or config.hidden_act)
