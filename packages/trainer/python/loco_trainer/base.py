"""A plan's base: read from its GGUF once, after that from an unpacked copy beside the Python environment.

Dequantising a GGUF and converting its tokenizer takes longer than reading what they gave. The copy holds the same
numbers. It goes with the environment, so it never outlives the libraries that made it.
"""

import copy
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import torch

from loco_trainer import gguf_base
from loco_trainer.plan import Plan
from loco_trainer.row_attention import attend_by_rows

# Bytes in fp32. A larger base takes so long to train that opening it does not matter, and its copy would fill a disk.
LARGEST_COPY = 2 << 30


def copy_folder(sha256: str, environment: Path) -> Path | None:
    """Where the copy stands or would stand; None in an environment that is not LocoLLM's own, such as a notebook's."""
    return environment / "unpacked" / sha256 if (environment / "loco-ready.json").is_file() else None


def load_tokenizer(plan: Plan, environment: Path = Path(sys.prefix)) -> Any:
    """The base's tokenizer; the plan's template takes the place of the file's."""
    from transformers import AutoTokenizer

    folder = copy_folder(plan.baseSha256, environment)
    if folder is not None and folder.is_dir():
        tokenizer = AutoTokenizer.from_pretrained(folder / "tokenizer")
    else:
        tokenizer = gguf_base.load_tokenizer(plan.base)
    if plan.template is not None:
        tokenizer.chat_template = plan.template
    return tokenizer


def load_model(plan: Plan, environment: Path = Path(sys.prefix), dtype: torch.dtype = torch.float32) -> Any:
    """The causal language model with dequantised weights, frozen. The first to load it in fp32 leaves the copy.

    In 16 bits only the linear layers of the blocks are: what is added up over the blocks would overflow or lose digits.
    """
    from transformers import AutoModelForCausalLM

    folder = copy_folder(plan.baseSha256, environment)
    if folder is not None and folder.is_dir():
        model = AutoModelForCausalLM.from_pretrained(folder / "model", dtype=dtype)
    else:
        model = gguf_base.load_model(plan.base, dtype)
        if folder is not None and dtype == torch.float32:
            _leave_copy(folder, model, plan.base)
        gguf_base.release_gguf()
    for module in model.modules():
        if not isinstance(module, torch.nn.Linear):
            for weight in module.parameters(recurse=False):
                weight.data = weight.data.float()
    model.requires_grad_(False)
    model.config.use_cache = False
    attend_by_rows(model.get_decoder())
    return model


def _leave_copy(folder: Path, model: Any, gguf: Path) -> None:
    from safetensors import SafetensorError

    if sum(weight.numel() * weight.element_size() for weight in model.parameters()) > LARGEST_COPY:
        return
    unfinished = folder.with_name(f"{folder.name}.{os.getpid()}.tmp")
    try:
        _write_copy(unfinished, model, gguf)
        unfinished.rename(folder)
    except (OSError, SafetensorError):
        # A full disk, or another training that was sooner: either way this one has its model.
        pass
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _write_copy(folder: Path, model: Any, gguf: Path) -> None:
    from safetensors.torch import save_model

    gguf_base.load_tokenizer(gguf).save_pretrained(folder / "tokenizer")
    config = copy.deepcopy(model.config)
    # What is written is no longer quantised.
    vars(config).pop("quantization_config", None)
    config.architectures = [type(model).__name__]
    config.save_pretrained(folder / "model")
    save_model(model, str(folder / "model" / "model.safetensors"), metadata={"format": "pt"})
