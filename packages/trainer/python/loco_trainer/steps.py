"""What a block does between its products: with torch's own operations on any device, `compiled_steps.py` on a processor
that has a compiler.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import torch

from loco_trainer.block_steps import Norm, Turn
from loco_trainer.frozen_weight import FrozenWeight, PlainWeight


@dataclass(frozen=True)
class Act:
    """What a feed-forward layer's gate goes through, and its gradient from that of the output and the input."""

    name: str
    apply: Callable[[torch.Tensor], torch.Tensor]
    gradient: Callable[[torch.Tensor, torch.Tensor], torch.Tensor]


# By transformers' name.
ACTS: dict[str, Act] = {
    "silu": Act("silu", torch.nn.functional.silu, torch.ops.aten.silu_backward),
    "gelu_pytorch_tanh": Act(
        "gelu_pytorch_tanh",
        partial(torch.nn.functional.gelu, approximate="tanh"),
        partial(torch.ops.aten.gelu_backward, approximate="tanh"),
    ),
}


@dataclass(frozen=True)
class LoraPart:
    """A LoRA in a stack: the `rows` of its layer's output, the `columns` of A x behind the input, and its weights."""

    rows: slice
    columns: slice
    scale: float
    a: torch.nn.Parameter
    b: torch.nn.Parameter


# Losses [tokens], in nats, and their gradients of the logits [all tokens, vocabulary].
Answered = tuple[torch.Tensor, torch.Tensor]

# Of a probability. No loss is higher than what this gives, 87 nats.
SMALLEST = 1e-38

# Tokens whose logits torch has in memory in fp32 at once.
TOKENS_TOGETHER = 64


class Steps(Protocol):
    """Tokens come first. What is added up over blocks is in fp32, what is multiplied is in the type of the stacks."""

    def norm(self, norm: Norm, x: torch.Tensor, out: torch.Tensor) -> torch.Tensor:
        """Writes the norm of x, in fp32, into `out`; returns what `norm_gradient` wants."""
        ...

    def norm_gradient(
        self, norm: Norm, grad: torch.Tensor, x: torch.Tensor, inverse: torch.Tensor, more: torch.Tensor | None
    ) -> torch.Tensor:
        """Of x, in fp32, and `more` on top."""
        ...

    def added(self, x: torch.Tensor, out: torch.Tensor) -> torch.Tensor:
        """Their sum in fp32, which x is in."""
        ...

    def gate(self, act: Act, both: torch.Tensor, out: torch.Tensor) -> None:
        """Writes act(gate) · up into `out`; `both` is [tokens, 2 · width], gate before up."""
        ...

    def gate_gradient(self, act: Act, grad: torch.Tensor, both: torch.Tensor) -> torch.Tensor:
        """Of `both`, from that of the product."""
        ...

    def turn(self, turn: Turn, x: torch.Tensor) -> torch.Tensor:
        """Of x [tokens, heads, size], in its type."""
        ...

    def turn_gradient(self, turn: Turn, grad: torch.Tensor, out: torch.Tensor) -> None:
        """Writes that of x into `out`."""
        ...

    def hold(self, wide: torch.Tensor, width: int) -> FrozenWeight:
        """A weight [out, in + …] that is frozen in its first `width` columns."""
        ...

    def place(self, lora: LoraPart, low: torch.Tensor, tail: torch.Tensor) -> None:
        """Writes A into `low` [rank, in] and B times its scale into `tail`, its rows and columns, in their type."""
        ...

    def lower(self, given: torch.Tensor, low: torch.Tensor) -> None:
        """`given` [tokens, in + …] begins with an input x: writes A x behind it, for low [ranks, in]."""
        ...

    def sums(self, left: torch.Tensor, right: torch.Tensor, by: float) -> torch.Tensor:
        """[m, n] in fp32, of [tokens, m] and [tokens, n]: over tokens, their products' sum times `by`."""
        ...

    def lift(self, x: torch.Tensor, inner: torch.Tensor, low: torch.Tensor) -> torch.Tensor:
        """x [tokens, width] + inner [tokens, ranks] · low [ranks, width]; x and inner are parts of one tensor."""
        ...

    def cross_entropy(self, states: torch.Tensor, head: torch.Tensor, wanted: torch.Tensor) -> Answered:
        """Of states [tokens, width], the first of which have a wanted word."""
        ...


class TorchSteps:
    def norm(self, norm: Norm, x: torch.Tensor, out: torch.Tensor) -> torch.Tensor:
        return norm.apply(x, out)

    def norm_gradient(
        self, norm: Norm, grad: torch.Tensor, x: torch.Tensor, inverse: torch.Tensor, more: torch.Tensor | None
    ) -> torch.Tensor:
        found = norm.gradient(grad, x, inverse)
        return found if more is None else found.add_(more)

    def added(self, x: torch.Tensor, out: torch.Tensor) -> torch.Tensor:
        return x + out

    def gate(self, act: Act, both: torch.Tensor, out: torch.Tensor) -> None:
        gate, up = both.chunk(2, -1)
        torch.mul(act.apply(gate), up, out=out)

    def gate_gradient(self, act: Act, grad: torch.Tensor, both: torch.Tensor) -> torch.Tensor:
        gate, up = both.chunk(2, -1)
        found = torch.empty_like(both)
        of_gate, of_up = found.chunk(2, -1)
        torch.mul(grad, act.apply(gate), out=of_up)
        of_gate.copy_(act.gradient(grad * up, gate))
        return found

    def turn(self, turn: Turn, x: torch.Tensor) -> torch.Tensor:
        return turn.apply(x).to(x.dtype)

    def turn_gradient(self, turn: Turn, grad: torch.Tensor, out: torch.Tensor) -> None:
        out.copy_(turn.gradient(grad))

    def hold(self, wide: torch.Tensor, width: int) -> FrozenWeight:
        return PlainWeight(wide, width)

    def place(self, lora: LoraPart, low: torch.Tensor, tail: torch.Tensor) -> None:
        low.copy_(lora.a.detach())
        tail[lora.rows, lora.columns] = lora.b.detach() * lora.scale

    def lower(self, given: torch.Tensor, low: torch.Tensor) -> None:
        ranks, width = low.shape
        given[:, width : width + ranks] = given[:, :width] @ low.t()

    def sums(self, left: torch.Tensor, right: torch.Tensor, by: float) -> torch.Tensor:
        found = (left.t() @ right).float()
        return found if by == 1 else found * by

    def lift(self, x: torch.Tensor, inner: torch.Tensor, low: torch.Tensor) -> torch.Tensor:
        return torch.addmm(x, inner, low)

    def cross_entropy(self, states: torch.Tensor, head: torch.Tensor, wanted: torch.Tensor) -> Answered:
        losses = torch.empty(len(wanted), device=states.device)
        gradient = head.new_zeros(len(states), head.shape[0])
        for start in range(0, len(wanted), TOKENS_TOGETHER):
            here = slice(start, start + TOKENS_TOGETHER)
            words = wanted[here, None]
            shares = (states[here] @ head.t())[: len(words)].float().softmax(-1)
            chosen = shares.gather(-1, words)
            losses[here] = -chosen.clamp_min(SMALLEST).log()[:, 0]
            gradient[start : start + len(words)] = shares.scatter_(-1, words, chosen - 1)
        return losses, gradient
