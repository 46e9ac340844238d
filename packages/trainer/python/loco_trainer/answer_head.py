"""Cross-entropy of answer tokens from the states that predict them, without keeping logits for the backward pass.

A small model's vocabulary is wide: of a step's memory and time, logits in fp32, their logarithms and their gradients
would be a good part. Here what is kept of them is their gradient.
"""

from typing import Any

import torch
from torch.autograd import Function

from loco_trainer.packing import filled_up
from loco_trainer.steps import Steps


class CrossEntropy(Function):
    """Losses [tokens], in nats, of states [tokens, width] under a head [vocabulary, width]; in the head's type, summed
    up in fp32.
    """

    @staticmethod
    def forward(  # pyright: ignore[reportIncompatibleMethodOverride]
        ctx: Any, states: torch.Tensor, head: torch.Tensor, targets: torch.Tensor, steps: Steps
    ) -> torch.Tensor:
        losses, gradient = steps.cross_entropy(filled_up(states.to(head.dtype)), head, targets)
        ctx.save_for_backward(gradient, head)
        ctx.dtype = states.dtype
        return losses

    @staticmethod
    def backward(  # pyright: ignore[reportIncompatibleMethodOverride]
        ctx: Any, grad: torch.Tensor
    ) -> tuple[torch.Tensor, None, None, None]:
        gradient, head = ctx.saved_tensors
        found = (gradient @ head)[: len(grad)].float()
        return (found * grad[:, None]).to(ctx.dtype), None, None, None
