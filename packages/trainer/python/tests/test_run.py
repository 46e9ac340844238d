import io
import json
import sys
import weakref
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from small_disk import run_on_small_disk
from tiny import tiny_model

from loco_trainer.dataset import Example
from loco_trainer.device import Device
from loco_trainer.events import Events
from loco_trainer.failure import TrainerError
from loco_trainer.lora import add_lora
from loco_trainer.network import Answers, Network
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
        if x.shape[-2] > 140:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return linear(x, *rest)

    roomy, _ = make(tmp_path / "roomy", recipe, examples, 128)
    assert roomy.to_the_end()
    monkeypatch.setattr(torch.nn.functional, "linear", small)
    tight, log = make(tmp_path / "tight", replace(recipe, batchSize=52), many(examples, 60), 512)
    assert tight.to_the_end()
    assert [event["microBatchTokens"] for event in events(log, "halved")] == [256, 128]
    with pytest.raises(TrainerError, match="single row"):
        make(tmp_path / "none", recipe, [Example("long", [3] * 150, [4])])[0].to_the_end()


def test_what_ran_out_of_memory_is_let_go_of_before_the_next_attempt(
    tmp_path: Path, recipe: Recipe, examples: list[Example], monkeypatch: pytest.MonkeyPatch
) -> None:
    forward, losses = Network.answers, Answers.losses
    failed, held = list[weakref.ref[torch.Tensor]](), list[bool]()

    def again(network: Network, part: list[Example]) -> Answers:
        # What the last attempt made would stand beside what this one makes.
        held.append(any(states() is not None for states in failed))
        return forward(network, part)

    def small(answers: Answers) -> torch.Tensor:
        if len(answers.counts) > 2:
            failed.append(weakref.ref(answers.states))
            raise torch.OutOfMemoryError("CUDA out of memory")
        return losses(answers)

    monkeypatch.setattr(Network, "answers", again)
    monkeypatch.setattr(Answers, "losses", small)
    run, _ = make(tmp_path, replace(recipe, batchSize=8), examples, 512)
    assert run.to_the_end()
    assert len(failed) > 0 and not any(held)


def test_where_a_run_stands_tells_how_it_went(tmp_path: Path, recipe: Recipe, examples: list[Example]) -> None:
    recipe = replace(recipe, validation=0.2, epochs=2)
    run, log = make(tmp_path, recipe, many(examples, 100))
    assert run.to_the_end()
    again, _ = make(tmp_path, recipe, many(examples, 100))
    curve = again.curve()
    assert curve["steps"] == [event["loss"] for event in events(log, "progress")]
    assert curve["rates"] == [event["learningRate"] for event in events(log, "progress")]
    told = [{name: event[name] for name in ("step", "loss", "right")} for event in events(log, "validation")]
    assert curve["checks"] == told and len(told) > 3


def test_a_loss_that_is_no_number_ends_the_run_with_what_to_change(
    tmp_path: Path, recipe: Recipe, examples: list[Example]
) -> None:
    run, _ = make(tmp_path, recipe, examples)
    next(iter(run.parameters.values())).data.fill_(torch.nan)
    with pytest.raises(TrainerError, match="no number any more at step 1") as caught:
        run.to_the_end()
    assert caught.value.code == "diverged"


def test_a_run_of_another_recipe_in_the_same_folder_starts_anew(
    tmp_path: Path, recipe: Recipe, examples: list[Example]
) -> None:
    assert make(tmp_path, recipe, examples)[0].to_the_end()
    assert make(tmp_path, recipe, examples)[0].totals.steps > 0
    assert make(tmp_path, replace(recipe, learningRate=2e-2), examples)[0].totals.steps == 0


@pytest.mark.skipif(sys.platform != "linux", reason="needs user namespaces")
def test_a_disk_that_is_full_at_a_checkpoint_ends_the_run_and_keeps_the_last(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from loco_trainer.failure import known_failure\n"
        "from conftest import a_recipe, some_examples; from test_run import make, many\n"
        "folder = Path(sys.argv[1]); run = make(folder, a_recipe(), many(some_examples(), 40))[0]\n"
        "size = 0\n"
        "run._events.emit = lambda event, **_: event == 'checkpoint' and (folder / 'rest').write_bytes(bytes(free()))\n"
        "import os\n"
        "def free(): disk = os.statvfs(folder); return disk.f_bavail * disk.f_bsize\n"
        "try: run.to_the_end()\n"
        "except Exception as error: print(known_failure(error).code)\n"
        "print(make(folder, a_recipe(), many(some_examples(), 40))[0].totals.steps)\n"
    )
    done = run_on_small_disk(tmp_path, script)
    assert done.stdout.split() == ["no-space", "2"], done.stderr
