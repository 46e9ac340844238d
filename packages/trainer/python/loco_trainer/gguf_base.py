"""Loads a GGUF's dequantised weights and its tokenizer through transformers."""

import functools
import os
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import torch

from loco_trainer.memory import release_memory


class FastReader(gguf.GGUFReader):
    """gguf's reader without a memmap object for each of a vocabulary's strings: the same fields, sooner."""

    def _get(self, offset: int, dtype: Any, count: int = 1, override_order: Any = None) -> Any:
        plain = self.__dict__.get("_plain")
        if plain is None:
            plain = self.__dict__["_plain"] = np.asarray(self.data)
        size = _item_size(dtype) * int(count)
        part = plain[offset : offset + size].view(dtype)
        order = self.byte_order if override_order is None else override_order
        return part if order in ("I", "<") else part.view(part.dtype.newbyteorder(order))


@functools.cache
def _item_size(dtype: Any) -> int:
    return np.dtype(dtype).itemsize


@functools.cache
def _open_once(path: str | os.PathLike[str]) -> FastReader:
    return FastReader(path)


@functools.cache
def _prepare_gguf() -> None:
    """Makes transformers open a GGUF once instead of three times, and build its name table once."""
    setattr(gguf, "GGUFReader", _open_once)  # noqa: B010 - a patch, marked as one
    setattr(gguf, "get_tensor_name_map", functools.cache(gguf.get_tensor_name_map))  # noqa: B010


def release_gguf() -> None:
    """Lets go of the file: a vocabulary's fields take more memory than the file."""
    _open_once.cache_clear()
    release_memory()


def load_tokenizer(path: Path) -> Any:
    """The GGUF's tokenizer, with the file's chat template."""
    from transformers import AutoTokenizer

    _prepare_gguf()
    return AutoTokenizer.from_pretrained(path.parent, gguf_file=path.name)


def load_model(path: Path, dtype: torch.dtype) -> Any:
    """The causal language model with dequantised weights in `dtype`."""
    from transformers import AutoModelForCausalLM

    _prepare_gguf()
    return AutoModelForCausalLM.from_pretrained(path.parent, gguf_file=path.name, dtype=dtype)
