"""Where the rows of a packed sequence stand, and what attends in it row by row.

Rows do not see each other: of all pairs of a sequence's tokens a mask throws most away, after they were computed. Here
the rows are a batch, each behind what all of them begin with.
"""

from dataclasses import dataclass
from typing import Protocol

import torch

# Rows' widths are rounded up to this, for the reason of `packing.LENGTH_STEP`.
ROW_STEP = 16

# What a forward pass keeps for the backward pass.
Kept = list[torch.Tensor]


@dataclass(frozen=True)
class Layout:
    """`width` is the most tokens that a row has of its own.

    `shared`: tokens that all rows begin with, which come first; `first`: [1, shared], their places. `own`: [rows,
    width], the places of each row's own tokens, filled up behind; `order`: [tokens], where in `own` each of them is
    found. `seen`: [rows, shared + width], the places of all that a row sees; `unseen`: [width, shared + width], true
    where one of its own tokens (row) does not see one of these (column).
    """

    shared: int
    first: torch.Tensor
    own: torch.Tensor
    order: torch.Tensor
    seen: torch.Tensor
    unseen: torch.Tensor


def row_layout(shared: int, lengths: list[int], length: int, device: torch.device) -> Layout | None:
    """Of rows with `lengths` own tokens in a sequence of `length`; None where going row by row saves nothing."""
    width = -(-max(lengths) // ROW_STEP) * ROW_STEP
    if shared**2 + len(lengths) * width * (shared + width) >= length**2:
        return None
    own = torch.zeros(len(lengths), width, dtype=torch.long)
    start = shared
    for row, count in enumerate(lengths):
        own[row] = torch.arange(start, start + width).clamp(max=start + count - 1)
        start += count
    order = torch.cat([torch.arange(count) + row * width for row, count in enumerate(lengths)])
    seen = torch.cat([torch.arange(shared).expand(len(lengths), -1), own], 1)
    # What fills a row up comes behind all that is its own: nothing sees it.
    unseen = torch.ones(width, shared + width, dtype=torch.bool).triu(shared + 1)
    first = torch.arange(shared)[None]
    return Layout(shared, *(part.to(device) for part in (first, own, order, seen, unseen)))


class RowSteps(Protocol):
    """Attention in one type, in which all of it is."""

    def forward(
        self, both: torch.Tensor, value: torch.Tensor, layout: Layout, scaling: float
    ) -> tuple[torch.Tensor, Kept]:
        """Of query and key [tokens, heads + groups, size] and value [tokens, groups, size]: [tokens, heads, size]."""
        ...

    def backward(
        self, grad: torch.Tensor, kept: Kept, layout: Layout, scaling: float
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Of both, and of value."""
        ...
