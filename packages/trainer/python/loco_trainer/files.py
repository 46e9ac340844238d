"""Files that appear whole or not at all."""

import json
import os
from pathlib import Path

import torch


def _publish(temporary: Path, path: Path) -> None:
    with temporary.open("rb+") as stream:
        os.fsync(stream.fileno())
    temporary.replace(path)


def remove_unfinished(folder: Path) -> None:
    """Removes what runs that were killed left half-written. One run at a time owns a folder."""
    for left in folder.glob("*.tmp"):
        left.unlink(missing_ok=True)


def write_tensors(path: Path, tensors: dict[str, torch.Tensor], metadata: dict[str, str]) -> None:
    """Writes a safetensors file: a temporary file beside it, fsync, rename."""
    from safetensors.torch import save_file

    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    save_file(tensors, temporary, metadata={"format": "pt", **metadata})
    _publish(temporary, path)


def write_json(path: Path, value: object) -> None:
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    temporary.write_text(json.dumps(value, ensure_ascii=False, allow_nan=False), encoding="utf-8", newline="\n")
    _publish(temporary, path)
