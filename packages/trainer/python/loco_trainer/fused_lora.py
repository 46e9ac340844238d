"""PEFT's LoRA layer as one operation: the same result, less memory, fewer passes over the activations.

PEFT's own forward keeps several copies of each input for the backward pass (in fp32, again in bf16, once a branch) and
autocast casts each frozen weight again at every use. Here the frozen weight is cast once when training begins, and one
copy of the input is kept.
"""

from collections.abc import Callable
from types import MethodType
from typing import Any

import torch
from torch.autograd import Function


class LoraProduct(Function):
    """x Wᵀ + scale · (x Aᵀ) Bᵀ for x [..., in], frozen W [out, in], A [rank, in], B [out, rank], in W's type."""

    @staticmethod
    def forward(  # pyright: ignore[reportIncompatibleMethodOverride]
        ctx: Any, x: torch.Tensor, w: torch.Tensor, a: torch.Tensor, b: torch.Tensor, scale: float
    ) -> torch.Tensor:
        flat = x.reshape(-1, x.shape[-1]).to(w.dtype)
        low_a, low_b = a.to(w.dtype), (b * scale).to(w.dtype)
        inner = flat @ low_a.t()
        out = (flat @ w.t()).addmm_(inner, low_b.t())
        ctx.save_for_backward(flat, w, low_a, low_b, inner)
        ctx.scale, ctx.shape, ctx.dtype = scale, x.shape, x.dtype
        return out.view(*x.shape[:-1], -1)

    @staticmethod
    def backward(  # pyright: ignore[reportIncompatibleMethodOverride]
        ctx: Any, grad: torch.Tensor
    ) -> tuple[torch.Tensor | None, None, torch.Tensor, torch.Tensor, None]:
        flat, w, low_a, low_b, inner = ctx.saved_tensors
        grad = grad.reshape(-1, grad.shape[-1]).to(w.dtype)
        grad_inner = grad @ low_b
        grad_a = (grad_inner.t() @ flat).float()
        grad_b = (grad.t() @ inner).float() * ctx.scale
        grad_x = None
        if ctx.needs_input_grad[0]:
            grad_x = (grad @ w).addmm_(grad_inner, low_a).view(ctx.shape).to(ctx.dtype)
        return grad_x, None, grad_a, grad_b, None


def fuse(model: Any, dtype: torch.dtype) -> None:
    """Replaces the training forward of PEFT's LoRA layers. Outside training they stay PEFT's own."""
    from peft.tuners.lora.layer import Linear

    for layer in list(model.modules()):
        if isinstance(layer, Linear) and layer.lora_A and isinstance(layer.get_base_layer(), torch.nn.Linear):
            layer.forward = MethodType(_training_forward(layer.forward, dtype, layer), layer)


def _training_forward(own: Callable[[torch.Tensor], torch.Tensor], dtype: torch.dtype, layer: Any) -> Any:
    frozen = layer.get_base_layer()
    weight = frozen.weight.detach().to(dtype)

    def forward(self: Any, x: torch.Tensor) -> torch.Tensor:
        if not self.training or self.disable_adapters:
            return own(x)
        a, b = self.lora_A["default"].weight, self.lora_B["default"].weight
        out: torch.Tensor = LoraProduct.apply(x, weight, a, b, self.scaling["default"])  # pyright: ignore
        return out if frozen.bias is None else out + frozen.bias

    return forward
