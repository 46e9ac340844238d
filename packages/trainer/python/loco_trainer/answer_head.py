"""Cross-entropy of answer tokens from the states that predict them, without keeping logits for the backward pass.

A small model's vocabulary is wide: of a step's memory and time, logits in fp32, their logarithms and their gradients
would be a good part. Here some tokens' logits are made at a time, and what is kept of them is their gradient.
"""

from typing import Any

import torch
from torch.autograd import Function

from loco_trainer.packing import filled_up

# Tokens whose logits are in memory at once.
TOKENS_TOGETHER = 64
# Of a probability. No loss is higher than what this gives, 87 nats.
SMALLEST = 1e-38


class CrossEntropy(Function):
    """Losses [tokens], in nats, of states [tokens, width] under a head [vocabulary, width]; in the head's type, summed
    up in fp32.
    """

    @staticmethod
    def forward(  # pyright: ignore[reportIncompatibleMethodOverride]
        ctx: Any, states: torch.Tensor, head: torch.Tensor, targets: torch.Tensor
    ) -> torch.Tensor:
        low, losses = filled_up(states.to(head.dtype)), torch.empty(len(targets), device=states.device)
        kept = ctx.needs_input_grad[0]
        gradient = head.new_empty(len(low) if kept else 0, head.shape[0])
        gradient[len(targets) :] = 0
        for start in range(0, len(targets), TOKENS_TOGETHER):
            here = slice(start, start + TOKENS_TOGETHER)
            wanted = targets[here, None]
            logits = (low[here] @ head.t())[: len(wanted)].float()
            shares = logits.softmax(-1)
            chosen = shares.gather(-1, wanted)
            losses[here] = -chosen.clamp_min(SMALLEST).log()[:, 0]
            if kept:
                shares.scatter_(-1, wanted, chosen - 1)
                gradient[start : start + len(wanted)] = shares
        ctx.save_for_backward(gradient, head)
        ctx.dtype = states.dtype
        return losses

    @staticmethod
    def backward(  # pyright: ignore[reportIncompatibleMethodOverride]
        ctx: Any, grad: torch.Tensor
    ) -> tuple[torch.Tensor, None, None]:
        gradient, head = ctx.saved_tensors
        found = (gradient @ head)[: len(grad)].float()
        return (found * grad[:, None]).to(ctx.dtype), None, None
