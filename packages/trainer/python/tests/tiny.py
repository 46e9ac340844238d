"""A random language model of the llama architecture, small enough to train in milliseconds."""

from typing import Any

import torch
from transformers import LlamaConfig, LlamaForCausalLM


def tiny_model() -> Any:
    torch.manual_seed(11)
    config = LlamaConfig(
        vocab_size=96,
        hidden_size=32,
        intermediate_size=48,
        num_hidden_layers=3,
        num_attention_heads=4,
        num_key_value_heads=2,
        tie_word_embeddings=True,
    )
    model = LlamaForCausalLM(config)
    return model.requires_grad_(False)
