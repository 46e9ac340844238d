"""What `loco bundle` wrote into its script: the plan of a run that another machine does."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from loco_trainer.dataset import Renderer, Row, read_rows
from loco_trainer.failure import TrainerError
from loco_trainer.files import write_json
from loco_trainer.plan import Plan, read_plan


@dataclass(frozen=True)
class BaseFile:
    """A base's GGUF. `sources`: places to try in order, each one file or its chunks in order."""

    id: str
    title: str
    name: str
    sha256: str
    bytes: int
    sources: list[list[str]]
    notice: str


@dataclass(frozen=True)
class DataFile:
    name: str
    sha256: str
    rows: int


@dataclass(frozen=True)
class Bundle:
    """`origin` goes into the result as it stands; `plan` is the plan file without this machine's paths."""

    name: str
    title: str
    base: BaseFile
    data: DataFile
    origin: dict[str, Any]
    plan: dict[str, Any]
    pins: dict[str, str]

    @property
    def run(self) -> str:
        """The run's folder: another plan never goes on from this one's checkpoint."""
        return f"{self.name}.{str(self.origin['plan'])[:12]}.run"


def parse_bundle(text: str) -> Bundle:
    content = cast("dict[str, Any]", json.loads(text))
    content["base"] = BaseFile(**content["base"])
    content["data"] = DataFile(**content["data"])
    return Bundle(**content)


def file_hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def require_data(path: Path, data: DataFile) -> None:
    """Raises TrainerError `data-missing` or `data-differs`."""
    if not path.is_file():
        raise TrainerError(
            "data-missing", f"There is no {data.name} in {path.parent}.", "Put both files that loco bundle wrote there."
        )
    if file_hash(path) != data.sha256:
        raise TrainerError(
            "data-differs",
            f"{data.name} is not the file that this script was written with.",
            "Copy both files again, without opening them in an editor; or run loco bundle again.",
        )


def check_prompts(path: Path, renderer: Renderer) -> None:
    """Raises TrainerError `template-differs` where a prompt is rendered here as LocoLLM will not ask it."""
    rows = read_rows(path)
    for row, prompt in zip(rows, read_prompts(path), strict=True):
        if renderer.prompt_text(row.messages) != prompt:
            raise _template_differs(row)


def read_prompts(path: Path) -> list[str]:
    """Each row's `prompt`: the whole text that the base reads before it answers."""
    lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    return [str(json.loads(line)["prompt"]) for line in lines]


def _template_differs(row: Row) -> TrainerError:
    return TrainerError(
        "template-differs",
        f"The prompt of row {row.id} is rendered differently here than in LocoLLM.",
        "Install the version of transformers that is named at the top of this script, then run it again.",
    )


def local_plan(bundle: Bundle, base: Path, rows: Path, output: Path, device: str, threads: int) -> Plan:
    """Writes `plan.json` into the run's folder and reads it, as `loco train` does."""
    places = {"base": str(base), "rows": str(rows), "output": str(output), "device": device, "threads": threads}
    output.mkdir(parents=True, exist_ok=True)
    write_json(output / "plan.json", {**bundle.plan, **places})
    return read_plan(output / "plan.json")
