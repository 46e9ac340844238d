"""Random language models, small enough to train in milliseconds."""

from typing import Any

import torch
from transformers import (
    Gemma3ForCausalLM,
    Gemma3TextConfig,
    LlamaConfig,
    LlamaForCausalLM,
    Qwen3Config,
    Qwen3ForCausalLM,
)

SIZES: dict[str, Any] = {
    "vocab_size": 96,
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
}


def tiny_model() -> Any:
    torch.manual_seed(11)
    config = LlamaConfig(
        **SIZES,
        num_key_value_heads=2,
        tie_word_embeddings=True,
    )
    model = LlamaForCausalLM(config)
    return model.requires_grad_(False)


def tiny_gemma(window: int = 64) -> Any:
    """Three blocks of two kinds, as Gemma 3's are."""
    torch.manual_seed(11)
    config = Gemma3TextConfig(
        **SIZES,
        num_key_value_heads=1,
        head_dim=8,
        sliding_window=window,
        layer_types=["sliding_attention", "full_attention", "sliding_attention"],
    )
    model = Gemma3ForCausalLM(config)
    return model.requires_grad_(False)


def tiny_qwen() -> Any:
    """With norms of query and key, and a bias."""
    torch.manual_seed(11)
    config = Qwen3Config(
        **SIZES,
        num_key_value_heads=2,
        head_dim=8,
        attention_bias=True,
    )
    model = Qwen3ForCausalLM(config)
    for name, weight in model.named_parameters():
        if "norm" in name or "bias" in name:
            torch.nn.init.uniform_(weight, 0.5, 1.5)
    return model.requires_grad_(False)
