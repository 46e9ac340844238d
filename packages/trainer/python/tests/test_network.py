from dataclasses import replace
from typing import Any

import pytest
import torch
from tiny import tiny_gemma, tiny_model

from loco_trainer.dataset import Example
from loco_trainer.fuse import unfuse
from loco_trainer.lora import add_lora, trainable
from loco_trainer.loss import answer_log_probabilities, answer_loss
from loco_trainer.network import Network
from loco_trainer.packing import collate
from loco_trainer.plan import Recipe
from loco_trainer.row_attention import attend_by_rows

CPU = torch.device("cpu")
SYSTEM = [7, 3, 9, 9, 1, 4]


def lora(made: Any, recipe: Recipe) -> Any:
    model = add_lora(made(), recipe)
    torch.manual_seed(5)
    for weight in trainable(model).values():
        torch.nn.init.normal_(weight, std=0.1)
    return model


def measure(model: Any, loss: torch.Tensor) -> dict[str, torch.Tensor]:
    loss.backward()
    found = {name: weight.grad for name, weight in trainable(model).items() if weight.grad is not None}
    return {"loss": loss.detach(), **found}


def same_question(examples: list[Example]) -> list[Example]:
    return [replace(example, prompt=SYSTEM) for example in examples]


def with_system(examples: list[Example]) -> list[Example]:
    return [replace(example, prompt=[*SYSTEM, *example.prompt]) for example in examples]


@pytest.mark.parametrize("made", [tiny_model, tiny_gemma])
@pytest.mark.parametrize("rows", [with_system, same_question, list])
@pytest.mark.parametrize(("top", "kept"), [(None, False), (1, False), (1, True), (2, True)])
def test_a_network_in_parts_has_the_loss_and_the_gradients_of_the_whole(
    recipe: Recipe, examples: list[Example], made: Any, rows: Any, top: int | None, kept: bool
) -> None:
    recipe = replace(recipe, topLayers=top)
    examples = rows(examples)
    assert collate(examples[2:9], CPU).layout is not None
    model = lora(made, recipe)
    whole = measure(model, answer_loss(model, collate(examples[2:9], CPU)))
    model = lora(made, recipe)
    attend_by_rows(model.get_base_model().get_decoder())
    first = 0 if top is None else 3 - top
    # Seen first in other company than that in which they are asked for.
    company = {row.id: part for part in (examples[:5], examples[5:]) for row in part}
    network = Network(model, first, CPU, company if kept else {}, torch.float32)
    parts = measure(model, network.answer_loss(examples[2:9]))
    assert parts.keys() == whole.keys()
    for name, value in whole.items():
        assert torch.linalg.vector_norm(parts[name] - value) < 1e-4 * torch.linalg.vector_norm(value), name


def test_rows_of_very_different_lengths_are_not_filled_up(recipe: Recipe, examples: list[Example]) -> None:
    uneven = [replace(examples[0], prompt=[*range(60)] * 4), *examples[1:4]]
    batch = collate(uneven, CPU)
    assert batch.layout is None
    model = lora(tiny_model, recipe)
    wanted = answer_loss(model, batch)
    attend_by_rows(model.get_base_model().get_decoder())
    assert torch.isclose(Network(model, 0, CPU, {}, torch.float32).answer_loss(uneven), wanted, rtol=1e-5)


def test_a_model_that_was_trained_in_parts_answers_whole_again(recipe: Recipe, examples: list[Example]) -> None:
    model = lora(tiny_model, recipe)
    batch = collate(examples, CPU)
    before = answer_loss(model, batch)
    attend_by_rows(model.get_base_model().get_decoder())
    Network(model, 0, CPU, {}, torch.float32).answer_loss(examples[:3])
    unfuse(model)
    assert torch.isclose(answer_loss(model, batch), before, rtol=1e-5)


def test_a_window_is_one_of_the_row_not_of_the_sequence(examples: list[Example]) -> None:
    model = tiny_gemma(window=4)
    attend_by_rows(model.get_decoder())
    rows = with_system(examples)
    together = answer_log_probabilities(model, collate(rows, CPU))
    for row, found in zip(rows, together, strict=True):
        # transformers' own mask of a row alone.
        logits = model(input_ids=torch.tensor([row.prompt + row.answer])).logits[0].log_softmax(-1)
        start = len(row.prompt) - 1
        own = [float(logits[start + at, token]) for at, token in enumerate(row.answer)]
        assert torch.allclose(torch.tensor(found), torch.tensor(own), atol=1e-4)
    wide = answer_log_probabilities(tiny_gemma(window=64), collate(rows, CPU))
    assert not torch.allclose(torch.tensor(wide[0]), torch.tensor(together[0]), atol=1e-3)
