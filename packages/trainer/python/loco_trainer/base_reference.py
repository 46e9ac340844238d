"""What transformers says of texts on a base alone: what llama.cpp is held against when a base is new."""

import json
from pathlib import Path
from typing import Any

import torch

from loco_trainer.dataset import Renderer, Row
from loco_trainer.device import Device
from loco_trainer.failure import TrainerError
from loco_trainer.gguf_base import load_model, load_tokenizer
from loco_trainer.loss import answer_log_probabilities, check_head
from loco_trainer.packing import collate


def base_reference(file: Path) -> dict[str, object]:
    """The fields of the `base` event, for `{base, template, rows: [{id, messages, target}]}`. Raises TrainerError."""
    asked: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    base = Path(asked["base"])
    tokenizer = load_tokenizer(base)
    if asked["template"] is not None:
        tokenizer.chat_template = asked["template"]
    renderer = Renderer(tokenizer)
    try:
        model = load_model(base, torch.float32)
    except (ValueError, RuntimeError) as error:
        raise TrainerError(
            "architecture-unknown", f"transformers cannot open it: {error}", "Choose another base to train on."
        ) from error
    model.eval()
    cpu = torch.device("cpu")
    examples = [renderer.example(Row(row["id"], row["messages"], row["target"])) for row in asked["rows"]]
    check_head(model, examples[0], Device("cpu", "", "fp32"))
    rows = [
        {"id": one.id, "logProbabilities": answer_log_probabilities(model, collate([one], cpu))[0]} for one in examples
    ]
    return {"modelType": str(model.config.model_type), "rows": rows}
