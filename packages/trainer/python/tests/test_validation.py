from dataclasses import replace

import pytest
import torch
from tiny import tiny_model

from loco_trainer.dataset import Example
from loco_trainer.lora import add_lora
from loco_trainer.loss import answer_logits
from loco_trainer.network import Network
from loco_trainer.packing import collate
from loco_trainer.plan import Recipe
from loco_trainer.validation import FEWEST, hold_out, measure

CPU = torch.device("cpu")


def many(examples: list[Example], count: int) -> list[Example]:
    return [replace(examples[at % len(examples)], id=f"row-{at}") for at in range(count)]


def test_rows_are_held_out_by_their_ids_whatever_their_order(examples: list[Example]) -> None:
    rows = many(examples, 400)
    train, held = hold_out(rows, 0.05, 1)
    assert len(held) == 20 and sorted(row.id for row in train + held) == sorted(row.id for row in rows)
    assert {row.id for row in hold_out(rows[::-1], 0.05, 1)[1]} == {row.id for row in held}
    assert {row.id for row in hold_out(rows, 0.05, 2)[1]} != {row.id for row in held}


def test_a_small_set_is_trained_on_whole(examples: list[Example]) -> None:
    rows = many(examples, 20 * FEWEST - 20)
    assert hold_out(rows, 0.05, 1) == (rows, [])
    assert hold_out(many(examples, 1000), 0, 1)[1] == []


@pytest.mark.parametrize("top", [None, 1])
def test_what_is_measured_is_what_each_row_alone_says(recipe: Recipe, examples: list[Example], top: int | None) -> None:
    recipe = replace(recipe, topLayers=top)
    model = add_lora(tiny_model(), recipe).eval()
    logits = [answer_logits(model, collate([row], CPU)) for row in examples]
    losses = [
        torch.nn.functional.cross_entropy(own, torch.tensor(row.answer), reduction="sum")
        for own, row in zip(logits, examples, strict=True)
    ]
    right = [own.argmax(-1).tolist() == row.answer for own, row in zip(logits, examples, strict=True)]
    network = Network(model, 0 if top is None else 2, CPU, {row.id: examples for row in examples}, torch.float32)
    for limit in (1000, 30):
        measured = measure(network, examples, limit)
        assert measured.loss == pytest.approx(float(sum(losses)) / sum(len(row.answer) for row in examples), rel=1e-4)
        assert measured.right == sum(right) / len(right)
