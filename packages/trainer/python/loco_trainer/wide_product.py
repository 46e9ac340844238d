"""Linear layers of one input, with their LoRAs, as one product: W x + B (A x) is [W B] times x with A x below it.

PEFT's own forward keeps several copies of each input for the backward pass and goes over each output again for the
LoRA, and autocast casts each frozen weight again at every use. Here a frozen weight is cast once, when training begins,
with columns for B behind it, and the layers of one input (query, key and value; gate and up) share its copy.
"""

from dataclasses import dataclass
from typing import Any

import torch

from loco_trainer.frozen_weight import FrozenWeight
from loco_trainer.steps import LoraPart, Steps

# A width that is a multiple of this is what a processor's matrix units are fast at; by bytes of a number.
WIDTH_STEP = {2: 32, 4: 16}


@dataclass(frozen=True)
class Stack:
    """Layers one below the other. `weight`: [out, in + all ranks, filled up]; `width`: in; `bias`: [out]."""

    steps: Steps
    weight: FrozenWeight
    width: int
    loras: list[LoraPart]
    bias: torch.Tensor | None

    @property
    def parameters(self) -> list[torch.nn.Parameter]:
        return [weight for lora in self.loras for weight in (lora.a, lora.b)]

    def room(self, tokens: int) -> torch.Tensor:
        """What the stack is multiplied with: [tokens, in + …], for the caller to fill in the first `width` columns."""
        tail = self.weight.tail
        given = tail.new_empty(tokens, self.width + tail.shape[1])
        given[:, self.width + self._ranks :] = 0
        return given

    @property
    def _ranks(self) -> int:
        return self.loras[-1].columns.stop if self.loras else 0

    def low(self) -> torch.Tensor:
        """All A, one below the other: [ranks, in], in the type of the stack, whose columns for B are filled in."""
        low = self.weight.tail.new_empty(self._ranks, self.width)
        for lora in self.loras:
            self.steps.place(lora, low[lora.columns], self.weight.tail)
        self.weight.refresh(self._ranks)
        return low

    def multiply(self, given: torch.Tensor, low: torch.Tensor) -> torch.Tensor:
        """[tokens, out] of an input in its room."""
        if self.loras:
            self.steps.lower(given, low)
        out = self.weight.times(given)
        return out if self.bias is None else out.add_(self.bias)

    def gradients(
        self, given: torch.Tensor, low: torch.Tensor, grad: torch.Tensor, needed: bool
    ) -> tuple[torch.Tensor | None, list[torch.Tensor]]:
        """Of the input [tokens, in], where it is needed, and of `parameters`, in fp32, from that of the output."""
        if not needed and not self.loras:
            return None, []
        wide = self.weight.back(grad)
        inner = wide[:, self.width : self.width + self._ranks]
        grads_a = self.steps.sums(inner, given[:, : self.width], 1)
        grads: list[torch.Tensor] = []
        for lora in self.loras:
            grads.append(grads_a[lora.columns])
            grads.append(self.steps.sums(grad[:, lora.rows], given[:, self.width :][:, lora.columns], lora.scale))
        if not needed:
            return None, grads
        states = wide[:, : self.width]
        return (self.steps.lift(states, inner, low) if self.loras else states), grads


def stack_layers(layers: list[Any], dtype: torch.dtype, steps: Steps) -> Stack:
    """Of linear layers, PEFT's or plain. Their frozen weights are the stack's from then on: there is no second copy."""
    frozen = [getattr(layer, "base_layer", layer) for layer in layers]
    ranks = [layer.r["default"] if hasattr(layer, "lora_A") else 0 for layer in layers]
    out, width = sum(one.weight.shape[0] for one in frozen), frozen[0].weight.shape[1]
    step = WIDTH_STEP[dtype.itemsize]
    whole = -(-(width + sum(ranks)) // step) * step if any(ranks) else width
    wide = torch.zeros(out, whole, dtype=dtype, device=frozen[0].weight.device)
    loras: list[LoraPart] = []
    row = column = 0
    places: list[slice] = []
    for layer, one, rank in zip(layers, frozen, ranks, strict=True):
        rows = slice(row, row + one.weight.shape[0])
        wide[rows, :width] = one.weight.detach()
        places.append(rows)
        if rank > 0:
            a, b = layer.lora_A["default"].weight, layer.lora_B["default"].weight
            loras.append(LoraPart(rows, slice(column, column + rank), layer.scaling["default"], a, b))
        row, column = rows.stop, column + rank
    weight = steps.hold(wide, width)
    for one, rows in zip(frozen, places, strict=True):
        one.weight.data = weight.layer(rows)
    return Stack(steps, weight, width, loras, _stacked_bias(frozen, dtype))


def _stacked_bias(frozen: list[Any], dtype: torch.dtype) -> torch.Tensor | None:
    if all(one.bias is None for one in frozen):
        return None
    parts = [one.weight.new_zeros(one.weight.shape[0]) if one.bias is None else one.bias.detach() for one in frozen]
    return torch.cat(parts).to(dtype)
