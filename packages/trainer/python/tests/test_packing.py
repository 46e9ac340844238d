from dataclasses import replace
from typing import Any

import pytest
import torch
from tiny import tiny_model

from loco_trainer.dataset import Example
from loco_trainer.lora import add_lora, trainable
from loco_trainer.loss import answer_log_probabilities, answer_loss
from loco_trainer.packing import LENGTH_STEP, collate, packed_length, shared_prefix
from loco_trainer.plan import Recipe

CPU = torch.device("cpu")
SYSTEM = [7, 3, 9, 9, 1, 4]


def with_system(examples: list[Example]) -> list[Example]:
    return [replace(example, prompt=[*SYSTEM, *example.prompt]) for example in examples]


def same_question(examples: list[Example]) -> list[Example]:
    return [replace(example, prompt=SYSTEM) for example in examples]


def gradients(model: Any, parts: list[list[Example]]) -> dict[str, torch.Tensor]:
    for part in parts:
        answer_loss(model, collate(part, CPU)).backward()
    return {name: weight.grad for name, weight in trainable(model).items() if weight.grad is not None}


@pytest.mark.parametrize("made", [list, with_system, same_question])
def test_rows_together_have_the_loss_and_the_gradients_of_rows_alone(
    recipe: Recipe, examples: list[Example], made: Any
) -> None:
    rows: list[Example] = made(examples)

    def model() -> Any:
        lora = add_lora(tiny_model(), recipe)
        torch.manual_seed(5)
        for weight in trainable(lora).values():
            torch.nn.init.normal_(weight, std=0.1)
        return lora

    together = gradients(model(), [rows])
    alone = gradients(model(), [[row] for row in rows])
    assert together.keys() == alone.keys()
    for name, value in alone.items():
        assert torch.linalg.vector_norm(together[name] - value) < 1e-4 * torch.linalg.vector_norm(value), name


def test_what_all_rows_begin_with_stands_there_once(examples: list[Example]) -> None:
    rows = with_system(examples)
    own = sum(example.length for example in examples)
    assert shared_prefix(rows) >= len(SYSTEM)
    assert packed_length(rows) <= len(SYSTEM) + own + LENGTH_STEP
    assert collate(rows, CPU).ids.shape == (1, packed_length(rows))
    assert shared_prefix(rows[:1]) == 0


def test_no_row_sees_another(examples: list[Example]) -> None:
    model = tiny_model()
    rows = with_system(examples)
    before = answer_log_probabilities(model, collate(rows, CPU))
    changed = [rows[0], *(replace(row, answer=[(token + 1) % 96 for token in row.answer]) for row in rows[1:])]
    after = answer_log_probabilities(model, collate(changed, CPU))
    assert torch.allclose(torch.tensor(before[0]), torch.tensor(after[0]), atol=1e-5)
