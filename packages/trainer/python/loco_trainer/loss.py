"""Log-probabilities of answer tokens. The head runs on the answers' positions only: it is a fifth of a small model."""

from typing import Any

import torch

from loco_trainer.dataset import Example
from loco_trainer.device import Device
from loco_trainer.failure import TrainerError
from loco_trainer.packing import Batch, collate


def answer_logits(model: Any, batch: Batch) -> torch.Tensor:
    """Logits [answer tokens, vocabulary] of a causal model (PEFT's wrapper or the model itself)."""
    inner = model.get_base_model() if hasattr(model, "get_base_model") else model
    states = inner.get_decoder()(input_ids=batch.ids, **batch.arrangement())[0]
    return inner.get_output_embeddings()(states.flatten(0, 1)[batch.positions])


def answer_loss(model: Any, batch: Batch) -> torch.Tensor:
    """Cross-entropy summed over the batch's answer tokens, in nats."""
    return torch.nn.functional.cross_entropy(answer_logits(model, batch).float(), batch.targets, reduction="sum")


@torch.no_grad()
def answer_log_probabilities(model: Any, batch: Batch) -> list[list[float]]:
    """Natural log-probabilities of each row's answer tokens, in order."""
    logits = answer_logits(model, batch).float()
    chosen = logits.log_softmax(-1).gather(-1, batch.targets[:, None])[:, 0].tolist()
    rows: list[list[float]] = []
    for count in batch.answers:
        rows.append(chosen[:count])
        chosen = chosen[count:]
    return rows


@torch.no_grad()
def check_head(model: Any, example: Example, device: Device) -> None:
    """Refuses a model whose own forward does more after the last block than its output layer (soft caps, scales)."""
    ids = collate([example], device.torch_device).ids
    with device.autocast():
        own = model(input_ids=ids, use_cache=False).logits
        plain = model.get_output_embeddings()(model.get_decoder()(input_ids=ids, use_cache=False)[0])
    if not torch.allclose(own.float(), plain.float(), atol=1e-3, rtol=1e-3):
        raise TrainerError(
            "head-unsupported",
            f"Models of type {model.config.model_type} change their logits after the output layer.",
            "Choose another base.",
        )
