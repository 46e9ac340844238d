"""What a block does to a token alone, and back: root-mean-square norms and rotary positions. Tokens come first.

Each is a few passes over the numbers, summed up in fp32, where a model's own modules take many.
"""

from dataclasses import dataclass
from typing import Any

import torch


@dataclass(frozen=True)
class Norm:
    """y = weight · x / √(mean of x² + eps), over the last dimension (Zhang and Sennrich 2019, arXiv:1910.07467)."""

    weight: torch.Tensor
    eps: float

    def apply(self, x: torch.Tensor, out: torch.Tensor) -> torch.Tensor:
        """Writes y into `out`, of any type; returns 1 / √(…), which `gradient` wants."""
        size = x.shape[-1]
        length = torch.linalg.vector_norm(x, dim=-1, keepdim=True, dtype=torch.float32)
        inverse = (length.square_().div_(size)).add_(self.eps).rsqrt_()
        out.copy_((x * inverse).mul_(self.weight))
        return inverse

    def gradient(self, grad: torch.Tensor, x: torch.Tensor, inverse: torch.Tensor) -> torch.Tensor:
        """Of x, in fp32, from that of y."""
        weighted = grad * self.weight
        along = (weighted * x).sum(-1, keepdim=True) * (inverse**3 / -x.shape[-1])
        return weighted.mul_(inverse).addcmul_(x, along)


def read_norm(module: Any) -> Norm:
    """Of a model's own norm, whatever it adds to its weight: what it makes of ones tells."""
    eps = float(module.variance_epsilon if hasattr(module, "variance_epsilon") else module.eps)
    ones = torch.ones_like(module.weight, dtype=torch.float32)
    return Norm(module(ones).detach() * (1 + eps) ** 0.5, eps)


@dataclass(frozen=True)
class Turn:
    """Rotary positions (Su et al. 2021, arXiv:2104.09864): x · cos + (x, its halves swapped) · sin, signs in `sin`."""

    cos: torch.Tensor
    sin: torch.Tensor

    def apply(self, x: torch.Tensor) -> torch.Tensor:
        """Of x [tokens, heads, size], in fp32."""
        exact = x.float()
        return (exact * self.cos).addcmul_(exact.roll(x.shape[-1] // 2, -1), self.sin)

    def gradient(self, grad: torch.Tensor) -> torch.Tensor:
        """Of x, in fp32."""
        exact = grad.float()
        return (exact * self.cos).add_((exact * self.sin).roll(grad.shape[-1] // 2, -1))


def read_turn(cos: torch.Tensor, sin: torch.Tensor) -> Turn:
    """From transformers' [1, tokens, size] of both."""
    first, second = sin[0].chunk(2, -1)
    return Turn(cos[0, :, None], torch.cat([-first, second], -1)[:, None])
