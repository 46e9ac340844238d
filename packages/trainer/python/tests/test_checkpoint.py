from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from tiny import tiny_model

from loco_trainer.batches import Schedule
from loco_trainer.checkpoint import Saved, load_checkpoint, save_checkpoint
from loco_trainer.dataset import Example
from loco_trainer.lora import add_lora, trainable
from loco_trainer.loss import answer_loss
from loco_trainer.packing import collate
from loco_trainer.plan import Recipe
from loco_trainer.stopping import Stopping

RUN = "a run"


def build(recipe: Recipe) -> tuple[Any, torch.optim.Optimizer]:
    model = add_lora(tiny_model(), recipe)
    return model, torch.optim.AdamW(trainable(model).values(), lr=1e-2)


def walk(model: Any, optimizer: torch.optim.Optimizer, examples: list[Example], start: int, end: int) -> None:
    order = Schedule([one.length for one in examples], 4, seed=1)
    for step in range(start, end):
        answer_loss(model, collate([examples[row] for row in order.batch(step)], torch.device("cpu"))).backward()
        optimizer.step()
        optimizer.zero_grad()


def test_a_resumed_run_ends_with_the_same_bytes(tmp_path: Path, recipe: Recipe, examples: list[Example]) -> None:
    file = tmp_path / "checkpoint.safetensors"
    whole, optimizer = build(recipe)
    walk(whole, optimizer, examples, 0, 9)
    first, optimizer = build(recipe)
    walk(first, optimizer, examples, 0, 5)
    stopping = Stopping(9, "auto", 0.1, 2)
    stopping.check(3, 0.75, all_right=False)
    state = Saved(stopping, 5, 100, 1.5, [0.5], [1e-3], row_losses={"row-1": (2, 0.25)}, limit=9, scaler={"scale": 2.0})
    state.checks.append({"step": 3, "loss": 0.75, "right": 0.5})
    save_checkpoint(file, RUN, trainable(first), optimizer, state)
    second, optimizer = build(recipe)
    assert load_checkpoint(file, RUN, trainable(second), optimizer) == state
    walk(second, optimizer, examples, 5, 9)
    for name, weight in trainable(whole).items():
        assert torch.equal(weight, trainable(second)[name]), name


def test_a_torn_checkpoint_counts_as_none(tmp_path: Path, recipe: Recipe) -> None:
    file = tmp_path / "checkpoint.safetensors"
    model, optimizer = build(recipe)
    assert load_checkpoint(file, RUN, trainable(model), optimizer) is None
    save_checkpoint(file, RUN, trainable(model), optimizer, Saved(Stopping(1, "linear", 0, 1)))
    assert load_checkpoint(file, RUN, trainable(model), optimizer) is not None
    file.write_bytes(file.read_bytes()[:-100])
    assert load_checkpoint(file, RUN, trainable(model), optimizer) is None


def test_the_best_weights_are_kept_beside_the_last(tmp_path: Path, recipe: Recipe) -> None:
    file = tmp_path / "checkpoint.safetensors"
    model, optimizer = build(recipe)
    best = {name: weight.detach() + 1 for name, weight in trainable(model).items()}
    save_checkpoint(file, RUN, trainable(model), optimizer, Saved(Stopping(1, "auto", 0, 1), best=best))
    saved = load_checkpoint(file, RUN, trainable(model), optimizer)
    assert saved is not None
    assert all(torch.equal(saved.best[name], weight) for name, weight in best.items())
    assert saved.best.keys() == best.keys()


def test_a_checkpoint_of_another_recipe_counts_as_none_and_changes_nothing(tmp_path: Path, recipe: Recipe) -> None:
    file = tmp_path / "checkpoint.safetensors"
    model, optimizer = build(replace(recipe, seed=8))
    save_checkpoint(file, RUN, trainable(model), optimizer, Saved(Stopping(1, "linear", 0, 1)))
    own, optimizer = build(recipe)
    before = {name: weight.detach().clone() for name, weight in trainable(own).items()}
    assert load_checkpoint(file, "another", trainable(own), optimizer) is None
    small, optimizer = build(replace(recipe, rank=2))
    assert load_checkpoint(file, RUN, trainable(small), optimizer) is None
    assert all(torch.equal(weight, before[name]) for name, weight in trainable(own).items())
