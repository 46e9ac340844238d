import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from tiny import tiny_model

from loco_trainer.dataset import Example
from loco_trainer.device import Device
from loco_trainer.events import Events
from loco_trainer.failure import TrainerError
from loco_trainer.lora import add_lora
from loco_trainer.plan import Plan, Recipe
from loco_trainer.run import Run
from loco_trainer.stop import Stop

DEVICE = Device("cpu", "", "fp32")


def make(folder: Path, recipe: Recipe, examples: list[Example], limit: int = 768) -> tuple[Run, io.StringIO]:
    folder.mkdir(exist_ok=True)
    plan = Plan(folder, "", None, folder, [], True, recipe, folder, "cpu", 1, limit, 2, 60)
    log = io.StringIO()
    run = Run(plan, add_lora(tiny_model(), recipe), examples, DEVICE, Events(log), Stop())
    return run, log


def events(log: io.StringIO, name: str) -> list[dict[str, Any]]:
    return [event for line in log.getvalue().splitlines() if (event := json.loads(line))["event"] == name]


def many(examples: list[Example], count: int) -> list[Example]:
    return [replace(examples[at % len(examples)], id=f"row-{at}") for at in range(count)]


def test_a_run_learns_and_keeps_the_weights_of_its_best_check(
    tmp_path: Path, recipe: Recipe, examples: list[Example]
) -> None:
    recipe = replace(recipe, validation=0.2, epochs=6, schedule="auto", patience=2)
    run, log = make(tmp_path, recipe, many(examples, 100))
    assert run.to_the_end()
    checks = events(log, "validation")
    assert len(run.rows) == 80 and len(run.held_out) == 20 and len(checks) > 8
    assert checks[-1]["loss"] < checks[0]["loss"]
    validated = run.validated()
    assert validated is not None and validated["loss"] == min(check["loss"] for check in checks)
    assert {row["id"] for row in run.hardest()} <= {row.id for row in run.rows}


@pytest.mark.parametrize("top", [None, 1])
def test_a_run_that_was_stopped_ends_with_the_same_bytes(
    tmp_path: Path, recipe: Recipe, examples: list[Example], top: int | None
) -> None:
    recipe = replace(recipe, validation=0.2, epochs=2, schedule="auto", topLayers=top)
    whole, _ = make(tmp_path / "whole", recipe, many(examples, 100))
    assert whole.to_the_end()
    for at in range(1, whole.totals.steps):
        run, _ = make(tmp_path / "parts", recipe, many(examples, 100))
        run._stop._event.set()  # pyright: ignore[reportPrivateUsage]
        assert run.to_the_end() == (at == whole.totals.steps), at
    run, _ = make(tmp_path / "parts", recipe, many(examples, 100))
    assert run.to_the_end()
    assert run.totals.steps == whole.totals.steps
    for name, weight in whole.weights().items():
        assert torch.equal(weight, run.weights()[name]), name


def test_out_of_memory_halves_what_goes_through_at_once(
    tmp_path: Path, recipe: Recipe, examples: list[Example], monkeypatch: pytest.MonkeyPatch
) -> None:
    linear = torch.nn.functional.linear

    def small(x: torch.Tensor, *rest: Any) -> torch.Tensor:
        if x.shape[-2] > 40:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return linear(x, *rest)

    roomy, _ = make(tmp_path / "roomy", recipe, examples, 36)
    assert roomy.to_the_end()
    monkeypatch.setattr(torch.nn.functional, "linear", small)
    tight, log = make(tmp_path / "tight", replace(recipe, batchSize=13), examples, 144)
    assert tight.to_the_end()
    assert [event["microBatchTokens"] for event in events(log, "halved")] == [72, 36]
    with pytest.raises(TrainerError, match="single row"):
        make(tmp_path / "none", recipe, [Example("long", [3] * 60, [4])])[0].to_the_end()
