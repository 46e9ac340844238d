"""A block's parts between its attention, each as one operation with its own backward pass."""

from dataclasses import dataclass
from typing import Any

import torch
from torch.autograd import Function

from loco_trainer.block_steps import Norm, Turn
from loco_trainer.steps import Act, Steps
from loco_trainer.wide_product import Stack


@dataclass(frozen=True)
class AttentionInput:
    """`stack`: query, key and value; `heads` of query and `groups` of key; `head_norm`: of both, [heads + groups,
    size].
    """

    steps: Steps
    norm: Norm
    stack: Stack
    heads: int
    groups: int
    size: int
    head_norm: Norm | None

    def __call__(self, x: torch.Tensor, turn: Turn) -> tuple[torch.Tensor, torch.Tensor]:
        """Of x [tokens, width]: query and key, turned, [tokens, heads + groups, size]; value [tokens, groups, size]."""
        return _AttentionInput.apply(x, self, turn, *self.stack.parameters)  # pyright: ignore


@dataclass(frozen=True)
class AttentionOutput:
    """`after`: the norm of what is added, where a block has one."""

    steps: Steps
    stack: Stack
    after: Norm | None

    def __call__(self, x: torch.Tensor, states: torch.Tensor) -> torch.Tensor:
        """x [tokens, width] and what attention, `states` [tokens, heads · size], adds to it."""
        out: torch.Tensor = _AttentionOutput.apply(x, states, self, *self.stack.parameters)  # pyright: ignore
        return out


@dataclass(frozen=True)
class FeedForward:
    """`up`: gate and up; `act`: what the gate goes through; `after` as in AttentionOutput."""

    steps: Steps
    norm: Norm
    up: Stack
    down: Stack
    act: Act
    after: Norm | None

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        parameters = [*self.up.parameters, *self.down.parameters]
        out: torch.Tensor = _FeedForward.apply(x, self, *parameters)  # pyright: ignore
        return out


class _AttentionInput(Function):
    @staticmethod
    def forward(  # pyright: ignore[reportIncompatibleMethodOverride]
        ctx: Any, x: torch.Tensor, part: AttentionInput, turn: Turn, *_: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        given, low = part.stack.room(len(x)), part.stack.low()
        inverse = part.steps.norm(part.norm, x, given[:, : part.stack.width])
        states = part.stack.multiply(given, low).view(len(x), -1, part.size)
        both, value = states[:, : part.heads + part.groups], states[:, part.heads + part.groups :]
        kept: tuple[torch.Tensor, ...] = (x, inverse, given, low)
        if part.head_norm is not None:
            plain, both = both, torch.empty_like(both)
            kept = (*kept, plain, part.head_norm.apply(plain, both))
        ctx.save_for_backward(*kept)
        ctx.part, ctx.turn = part, turn
        return part.steps.turn(turn, both), value

    @staticmethod
    def backward(  # pyright: ignore[reportIncompatibleMethodOverride]
        ctx: Any, grad_both: torch.Tensor, grad_value: torch.Tensor
    ) -> tuple[torch.Tensor | None, ...]:
        x, inverse, given, low, *heads = ctx.saved_tensors
        part: AttentionInput = ctx.part
        middle = part.heads + part.groups
        grad = given.new_empty(len(x), middle + part.groups, part.size)
        if part.head_norm is None:
            part.steps.turn_gradient(ctx.turn, grad_both, grad[:, :middle])
        else:
            grad[:, :middle] = part.head_norm.gradient(ctx.turn.gradient(grad_both), *heads)
        grad[:, middle:] = grad_value
        needed = ctx.needs_input_grad[0]
        inner, grads = part.stack.gradients(given, low, grad.flatten(1), needed)
        grad_x = None if inner is None else part.steps.norm_gradient(part.norm, inner, x, inverse, None)
        return grad_x, None, None, *grads


class _AttentionOutput(Function):
    @staticmethod
    def forward(  # pyright: ignore[reportIncompatibleMethodOverride]
        ctx: Any, x: torch.Tensor, states: torch.Tensor, part: AttentionOutput, *_: torch.Tensor
    ) -> torch.Tensor:
        given, low = part.stack.room(len(x)), part.stack.low()
        given[:, : part.stack.width] = states
        out = part.stack.multiply(given, low)
        ctx.part, ctx.dtype = part, states.dtype
        return _added(ctx, x, out, part, given, low)

    @staticmethod
    def backward(  # pyright: ignore[reportIncompatibleMethodOverride]
        ctx: Any, grad: torch.Tensor
    ) -> tuple[torch.Tensor | None, ...]:
        part: AttentionOutput = ctx.part
        given, low, *normed = ctx.saved_tensors
        low_grad = _added_gradient(grad, part.after, normed, given.dtype)
        inner, grads = part.stack.gradients(given, low, low_grad, ctx.needs_input_grad[1])
        return grad, inner, None, *grads


class _FeedForward(Function):
    @staticmethod
    def forward(  # pyright: ignore[reportIncompatibleMethodOverride]
        ctx: Any, x: torch.Tensor, part: FeedForward, *_: torch.Tensor
    ) -> torch.Tensor:
        given, low = part.up.room(len(x)), part.up.low()
        inverse = part.steps.norm(part.norm, x, given[:, : part.up.width])
        both = part.up.multiply(given, low)
        product, down_low = part.down.room(len(x)), part.down.low()
        part.steps.gate(part.act, both, product[:, : part.down.width])
        out = part.down.multiply(product, down_low)
        ctx.part = part
        return _added(ctx, x, out, part, x, inverse, given, low, both, product, down_low)

    @staticmethod
    def backward(  # pyright: ignore[reportIncompatibleMethodOverride]
        ctx: Any, grad: torch.Tensor
    ) -> tuple[torch.Tensor | None, ...]:
        part: FeedForward = ctx.part
        x, inverse, given, low, both, product, down_low, *normed = ctx.saved_tensors
        low_grad = _added_gradient(grad, part.after, normed, given.dtype)
        inner, down_grads = part.down.gradients(product, down_low, low_grad, True)
        assert inner is not None
        both_grad = part.steps.gate_gradient(part.act, inner, both)
        needed = ctx.needs_input_grad[0]
        inner, up_grads = part.up.gradients(given, low, both_grad, needed)
        grad_x = None if inner is None else part.steps.norm_gradient(part.norm, inner, x, inverse, grad)
        return grad_x, None, *up_grads, *down_grads


def _added(
    ctx: Any, x: torch.Tensor, out: torch.Tensor, part: AttentionOutput | FeedForward, *kept: torch.Tensor
) -> torch.Tensor:
    after = part.after
    if after is None:
        ctx.save_for_backward(*kept)
        return part.steps.added(x, out)
    normed = torch.empty_like(x)
    inverse = after.apply(out, normed)
    ctx.save_for_backward(*kept, out, inverse)
    return normed.add_(x)


def _added_gradient(
    grad: torch.Tensor, after: Norm | None, normed: list[torch.Tensor], dtype: torch.dtype
) -> torch.Tensor:
    return (grad if after is None else after.gradient(grad, *normed)).to(dtype)
