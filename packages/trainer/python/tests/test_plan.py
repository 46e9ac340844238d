import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from loco_trainer.failure import TrainerError
from loco_trainer.plan import Recipe, read_plan


@pytest.fixture
def content(recipe: Recipe) -> dict[str, Any]:
    return {
        "base": "base.gguf",
        "baseSha256": "0",
        "template": None,
        "rows": "rows.jsonl",
        "parity": [{"id": "a", "continuation": "yes"}],
        "permuted": True,
        "recipe": asdict(recipe),
        "output": "out",
        "device": "auto",
        "threads": 0,
        "microBatchTokens": 512,
        "checkpointSteps": 10,
        "checkpointSeconds": 30,
    }


def write(folder: Path, content: object) -> Path:
    file = folder / "plan.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    return file


def test_a_plan_is_read(tmp_path: Path, content: dict[str, Any], recipe: Recipe) -> None:
    plan = read_plan(write(tmp_path, content))
    assert plan.recipe == recipe
    assert plan.parity[0].continuation == "yes"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"threads": "two"}, "plan.threads has the wrong type"),
        ({"extra": 1}, "plan has an unknown member extra"),
        ({"recipe": {}}, "recipe lacks method"),
        ({"parity": [{"id": "a"}]}, "parity row lacks continuation"),
    ],
)
def test_a_broken_plan_is_refused_by_name(
    tmp_path: Path, content: dict[str, Any], change: dict[str, Any], message: str
) -> None:
    with pytest.raises(TrainerError) as caught:
        read_plan(write(tmp_path, {**content, **change}))
    assert caught.value.code == "broken-plan"
    assert message in caught.value.message
