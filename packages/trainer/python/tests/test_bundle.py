import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from loco_trainer.bundle import Bundle, DataFile, check_prompts, local_plan, parse_bundle, read_prompts, require_data
from loco_trainer.dataset import Renderer
from loco_trainer.failure import TrainerError

ROW = {"id": "r1", "prompt": "<u>Say é\u2028 twice", "target": "é é", "messages": [{"role": "user", "content": "x"}]}


class Template:
    """A tokenizer's part that renders: always one text."""

    def __init__(self, text: str) -> None:
        self.chat_template = text
        self.all_special_ids: list[int] = []
        self.added_tokens_decoder: dict[int, str] = {}
        self.eos_token_id = 1

    def apply_chat_template(self, messages: list[dict[str, str]], **_: Any) -> str:
        return messages[-1]["content"] if len(messages) > 1 else self.chat_template

    def __call__(self, _: str, **__: Any) -> dict[str, list[int]]:
        return {"input_ids": []}


def data_file(folder: Path) -> tuple[Path, DataFile]:
    path = folder / "rows.data.jsonl"
    path.write_text(json.dumps(ROW, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
    return path, DataFile(path.name, hashlib.sha256(path.read_bytes()).hexdigest(), 1)


def bundle() -> Bundle:
    recipe = {
        "method": "lora",
        "rank": 4,
        "alpha": 8,
        "dropout": 0,
        "targets": ["q"],
        "topLayers": None,
        "learningRate": 1e-3,
        "schedule": "linear",
        "warmup": 0,
        "validation": 0,
        "patience": 3,
        "epochs": 1,
        "batchSize": 4,
        "weightDecay": 0,
        "maxGradientNorm": 1,
        "contextLength": 64,
        "precision": "fp32",
        "seed": 1,
    }
    base = {"id": "b", "title": "B", "name": "b.gguf", "sha256": "0", "bytes": 1, "sources": [["hub:o/r/b.gguf"]]}
    content = {
        "name": "twice-2026-s2",
        "title": "Twice",
        "base": {**base, "notice": ""},
        "data": {"name": "rows.data.jsonl", "sha256": "0", "rows": 1},
        "origin": {"plan": "abcdef0123456789"},
        "plan": {
            "baseSha256": "0",
            "template": None,
            "parity": [{"id": "r1", "continuation": "é"}],
            "permuted": True,
            "recipe": recipe,
            "microBatchTokens": 768,
            "checkpointSteps": 10,
            "checkpointSeconds": 30,
        },
        "pins": {"torch": "2.15.0"},
    }
    return parse_bundle(json.dumps(content))


def test_the_data_file_is_held_against_its_hash(tmp_path: Path) -> None:
    path, data = data_file(tmp_path)
    require_data(path, data)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    with pytest.raises(TrainerError) as changed:
        require_data(path, data)
    assert changed.value.code == "data-differs"
    with pytest.raises(TrainerError) as missing:
        require_data(tmp_path / "other.jsonl", data)
    assert missing.value.code == "data-missing"


def test_a_prompt_that_is_rendered_otherwise_here_is_an_error(tmp_path: Path) -> None:
    path, _ = data_file(tmp_path)
    assert read_prompts(path) == [ROW["prompt"]]
    check_prompts(path, Renderer(Template(str(ROW["prompt"]))))
    with pytest.raises(TrainerError) as error:
        check_prompts(path, Renderer(Template("another text")))
    assert (error.value.code, error.value.message) == (
        "template-differs",
        "The prompt of row r1 is rendered differently here than in LocoLLM.",
    )


def test_the_plan_has_this_machines_paths_and_a_folder_of_its_own(tmp_path: Path) -> None:
    one = bundle()
    assert one.run == "twice-2026-s2.abcdef012345.run"
    plan = local_plan(one, tmp_path / "b.gguf", tmp_path / "rows", tmp_path / one.run, "cpu", 2)
    assert (plan.base, plan.output, plan.threads) == (tmp_path / "b.gguf", tmp_path / one.run, 2)
    assert plan.parity[0].continuation == "é"
