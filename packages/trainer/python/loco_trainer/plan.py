"""The plan: one JSON file that TypeScript wrote, with every setting filled in."""

import json
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, cast

from loco_trainer.failure import TrainerError


@dataclass(frozen=True)
class Recipe:
    method: str
    rank: int
    alpha: float
    dropout: float
    targets: list[str]
    topLayers: int | None  # noqa: N815 - the names of the plan file
    learningRate: float  # noqa: N815
    schedule: str
    warmup: float
    validation: float
    patience: int
    epochs: float
    batchSize: int  # noqa: N815
    weightDecay: float  # noqa: N815
    maxGradientNorm: float  # noqa: N815
    contextLength: int  # noqa: N815
    precision: str
    seed: int


@dataclass(frozen=True)
class ParityRow:
    """A text whose log-probability is asked for after the prompt of the row called `id`."""

    id: str
    continuation: str


@dataclass(frozen=True)
class Plan:
    base: Path
    baseSha256: str  # noqa: N815
    template: str | None
    rows: Path
    parity: list[ParityRow]
    # Whether the export reorders query and key rows for this base's architecture.
    permuted: bool
    recipe: Recipe
    output: Path
    device: str
    threads: int
    microBatchTokens: int  # noqa: N815
    checkpointSteps: int  # noqa: N815
    checkpointSeconds: float  # noqa: N815


_PLAN_TYPES: dict[str, type | tuple[type, ...]] = {
    "base": str,
    "baseSha256": str,
    "template": (str, type(None)),
    "rows": str,
    "parity": list,
    "permuted": bool,
    "recipe": dict,
    "output": str,
    "device": str,
    "threads": int,
    "microBatchTokens": int,
    "checkpointSteps": int,
    "checkpointSeconds": (int, float),
}
_PARITY_TYPES: dict[str, type | tuple[type, ...]] = {"id": str, "continuation": str}
_RECIPE_TYPES: dict[str, type | tuple[type, ...]] = {
    "method": str,
    "rank": int,
    "alpha": (int, float),
    "dropout": (int, float),
    "targets": list,
    "topLayers": (int, type(None)),
    "learningRate": (int, float),
    "schedule": str,
    "warmup": (int, float),
    "validation": (int, float),
    "patience": int,
    "epochs": (int, float),
    "batchSize": int,
    "weightDecay": (int, float),
    "maxGradientNorm": (int, float),
    "contextLength": int,
    "precision": str,
    "seed": int,
}


def _checked(value: object, types: dict[str, type | tuple[type, ...]], where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _broken(f"{where} is not an object")
    members = cast("dict[str, Any]", value)
    for name, kind in types.items():
        if name not in members:
            raise _broken(f"{where} lacks {name}")
        if not isinstance(members[name], kind) or (isinstance(members[name], bool) and kind is not bool):
            raise _broken(f"{where}.{name} has the wrong type")
    for name in members:
        if name not in types:
            raise _broken(f"{where} has an unknown member {name}")
    return members


def _broken(what: str) -> TrainerError:
    return TrainerError(
        "broken-plan",
        f"The training plan is not valid: {what}.",
        "Run loco train again; it writes a new plan.",
    )


def read_plan(path: Path) -> Plan:
    """Reads and checks a plan. Raises TrainerError `broken-plan`."""
    try:
        parsed: object = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _broken(f"{path} cannot be read: {error}") from error
    plan = _checked(parsed, _PLAN_TYPES, "plan")
    recipe = _checked(plan["recipe"], _RECIPE_TYPES, "recipe")
    if recipe["method"] != "lora":
        raise _broken(f"recipe.method {recipe['method']} is not known")
    assert {field.name for field in fields(Recipe)} == set(_RECIPE_TYPES)
    members: dict[str, Any] = {
        **plan,
        "base": Path(plan["base"]),
        "rows": Path(plan["rows"]),
        "parity": [ParityRow(**_checked(row, _PARITY_TYPES, "parity row")) for row in plan["parity"]],
        "output": Path(plan["output"]),
        "recipe": Recipe(**recipe),
    }
    return Plan(**members)
