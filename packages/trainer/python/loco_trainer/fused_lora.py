"""PEFT's LoRA layer as one operation: the same result, less memory, fewer passes over the activations.

PEFT's own forward keeps several copies of each input for the backward pass (in fp32, again in bf16, once a branch) and
autocast casts each frozen weight again at every use. Here the frozen weight is cast once when training begins, and one
copy of the input is kept.
"""

import weakref
from types import MethodType
from typing import Any, cast

import torch
from torch.autograd import Function

_last: tuple[weakref.ref[torch.Tensor], torch.Tensor] | None = None


def _cast(x: torch.Tensor, dtype: torch.dtype) -> torch.Tensor:
    """x as a matrix in `dtype`. Query, key and value, like gate and up, are given one tensor: they share its copy."""
    global _last
    if _last is None or _last[0]() is not x or _last[1].dtype != dtype:
        _last = (weakref.ref(x), x.reshape(-1, x.shape[-1]).to(dtype))
    return _last[1]


class LoraProduct(Function):
    """x Wᵀ + scale · (x Aᵀ) Bᵀ for x [..., in], frozen W [out, in], A [rank, in], B [out, rank], in W's type."""

    @staticmethod
    def forward(  # pyright: ignore[reportIncompatibleMethodOverride]
        ctx: Any, x: torch.Tensor, w: torch.Tensor, a: torch.Tensor, b: torch.Tensor, scale: float
    ) -> torch.Tensor:
        flat = _cast(x, w.dtype)
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
    """Replaces the forward of PEFT's LoRA layers for training; layers with dropout stay PEFT's own.

    The blocks' frozen weights are kept in `dtype` alone, so that a fused model is good for training and nothing else.
    """
    from peft.tuners.lora.layer import Linear

    for linear in model.get_base_model().get_decoder().layers.modules():
        # The LoRA's own layers are linear too.
        if type(linear) is torch.nn.Linear and not linear.weight.requires_grad:
            linear.weight.data = linear.weight.detach().to(dtype)
    for layer in list(model.modules()):
        frozen = layer.get_base_layer() if isinstance(layer, Linear) else None
        if not isinstance(layer, Linear) or not isinstance(frozen, torch.nn.Linear):
            continue
        dropouts = cast("dict[str, torch.nn.Module]", layer.lora_dropout)
        if all(isinstance(dropout, torch.nn.Identity) for dropout in dropouts.values()):
            layer.forward = MethodType(_forward, layer)


def unfuse(model: Any) -> None:
    """Gives the layers their own forward back, which can do without the adapter. Frozen weights stay in their type."""
    for layer in model.modules():
        layer.__dict__.pop("forward", None)


def _forward(layer: Any, x: torch.Tensor) -> torch.Tensor:
    frozen = layer.get_base_layer()
    a, b = layer.lora_A["default"].weight, layer.lora_B["default"].weight
    out: torch.Tensor = LoraProduct.apply(x, frozen.weight, a, b, layer.scaling["default"])  # pyright: ignore
    return out if frozen.bias is None else out + frozen.bias
