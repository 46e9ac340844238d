"""Rows of one step in one sequence: what all of them begin with stands there once, and no row sees another.

A row's tokens get the positions that they have alone, so each row has the same states, loss and gradients as in a
sequence of its own, but for rounding. Nothing is padded but the end, and what every row begins with, its system
message, is computed once.
"""

from dataclasses import dataclass
from itertools import takewhile
from typing import Any

import torch

from loco_trainer.dataset import Example
from loco_trainer.rows import Layout, row_layout

# Lengths are rounded up to this: a processor's kernels are compiled for each shape that they meet, and kept. In bf16 on
# two cores compiling those of one length takes a third of a second.
LENGTH_STEP = 64


@dataclass(frozen=True)
class Batch:
    """`ids`, `places`: [1, length]; `mask`: [1, 1, length, length], true where a token (row) sees another (column).

    `layout`: the same for attention row by row, where that saves something.
    `positions`: [answer tokens], indices of what predicts `targets`; `answers`: answer tokens of each row, in order.
    `segments`: the sequence as parts of rows, (row, first token, behind the last); padding, which comes last, is none.
    """

    segments: list[tuple[int, int, int]]
    ids: torch.Tensor
    places: torch.Tensor
    mask: torch.Tensor
    layout: Layout | None
    positions: torch.Tensor
    targets: torch.Tensor
    answers: list[int]

    def arrangement(self) -> dict[str, Any]:
        """What a decoder is told of the rows besides their tokens."""
        return {
            "position_ids": self.places,
            "attention_mask": self.mask,
            "use_cache": False,
            "layout": self.layout,
            "places": self.places,
        }


def shared_prefix(examples: list[Example]) -> int:
    """Prompt tokens that all rows begin with; none where there is but one row."""
    if len(examples) < 2:
        return 0
    columns = zip(*(example.prompt for example in examples), strict=False)
    return sum(1 for _ in takewhile(lambda column: len(set(column)) == 1, columns))


def packed_length(examples: list[Example]) -> int:
    """Tokens of the sequence that `collate` makes of these rows."""
    shared = shared_prefix(examples)
    length = shared + sum(example.length - shared for example in examples)
    return -(-length // LENGTH_STEP) * LENGTH_STEP


def filled_up(states: torch.Tensor) -> torch.Tensor:
    """[tokens, width] with zeros below, up to a length that was likely met before."""
    return torch.nn.functional.pad(states, (0, 0, 0, -len(states) % LENGTH_STEP))


def collate(examples: list[Example], device: torch.device) -> Batch:
    shared = shared_prefix(examples)
    length = packed_length(examples)
    segments = [(0, 0, shared)] if shared else []
    segments.extend((row, shared, example.length) for row, example in enumerate(examples))
    ids = torch.zeros(length, dtype=torch.long)
    places = torch.zeros(length, dtype=torch.long)
    # 0 is what is shared, and what pads the end belongs to nobody.
    owners = torch.full((length,), -1)
    positions: list[int] = []
    targets: list[int] = []
    at = 0
    for row, start, end in segments:
        example = examples[row]
        here = slice(at, at + end - start)
        ids[here] = torch.tensor((example.prompt + example.answer)[start:end], dtype=torch.long)
        places[here] = torch.arange(start, end)
        owners[here] = row + 1 if start == shared else 0
        if start == shared:
            # Where a row's whole prompt is shared, what predicts its answer's first token stands in the shared part.
            before = len(example.prompt) - 1
            positions.append(before if before < shared else at + before - shared)
            positions.extend(range(at + len(example.prompt) - shared, here.stop - 1))
            targets.extend(example.answer)
        at = here.stop
    sees = (owners[:, None] == owners[None, :]) | (owners[None, :] == 0)
    mask = sees & (places[None, :] <= places[:, None]) & (owners[:, None] >= 0)
    # A row of the mask without any column would be no number.
    mask |= torch.eye(length, dtype=torch.bool)
    return Batch(
        segments=segments,
        ids=ids[None].to(device),
        places=places[None].to(device),
        mask=mask[None, None].to(device),
        layout=row_layout(shared, [example.length - shared for example in examples], length, device),
        positions=torch.tensor(positions, device=device),
        targets=torch.tensor(targets, device=device),
        answers=[len(example.answer) for example in examples],
    )
