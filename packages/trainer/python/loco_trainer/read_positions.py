"""The last block where it is read: of its queries, its output and its feed-forward layer, only answers are looked at.

Its keys and values are what answers attend to, so these are computed for all tokens.
"""

from typing import Any

import torch

# Parts of a block that work on each token alone, and whose results nothing but that token's own output depends on.
PARTS = ("self_attn.q_proj", "self_attn.o_proj", "mlp")


class ReadPositions:
    """Replaces the forward of these parts of a block; elsewhere than at `positions` they give zeros. A fused block does
    so itself.
    """

    def __init__(self, block: Any) -> None:
        self.positions: torch.Tensor | None = None
        for name in PARTS:
            part = block.get_submodule(name)
            part.forward = self._only_there(part.forward)

    def _only_there(self, forward: Any) -> Any:
        def there(states: torch.Tensor) -> torch.Tensor:
            if self.positions is None:
                return forward(states)
            few = forward(states[:, self.positions])
            return few.new_zeros(*states.shape[:2], few.shape[-1]).index_copy(1, self.positions, few)

        return there
