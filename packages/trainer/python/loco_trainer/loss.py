"""Log-probabilities of answer tokens. The head runs on the answers' positions only: it is a fifth of a small model."""

from dataclasses import dataclass
from typing import Any

import torch

from loco_trainer.dataset import Example
from loco_trainer.failure import TrainerError


@dataclass(frozen=True)
class Batch:
    """`ids`: [rows, width]; `positions`: [answer tokens], flat indices of what predicts `targets`."""

    ids: torch.Tensor
    positions: torch.Tensor
    targets: torch.Tensor
    answers: list[int]
    tokens: int


# Widths are rounded up to this: the CPU's kernels are compiled and kept for each shape that they meet.
WIDTH_STEP = 8


def collate(examples: list[Example], device: torch.device) -> Batch:
    """Pads rows on the right. No mask is needed: a causal model's tokens do not see what comes after them."""
    width = -(-max(example.length for example in examples) // WIDTH_STEP) * WIDTH_STEP
    ids = torch.zeros(len(examples), width, dtype=torch.long)
    positions: list[int] = []
    targets: list[int] = []
    for at, example in enumerate(examples):
        ids[at, : example.length] = torch.tensor(example.prompt + example.answer)
        first = at * width + len(example.prompt) - 1
        positions.extend(range(first, first + len(example.answer)))
        targets.extend(example.answer)
    return Batch(
        ids=ids.to(device),
        positions=torch.tensor(positions, device=device),
        targets=torch.tensor(targets, device=device),
        answers=[len(example.answer) for example in examples],
        tokens=sum(example.length for example in examples),
    )


def answer_logits(model: Any, batch: Batch) -> torch.Tensor:
    """Logits [answer tokens, vocabulary] of a causal model (PEFT's wrapper or the model itself)."""
    inner = model.get_base_model() if hasattr(model, "get_base_model") else model
    states = inner.get_decoder()(input_ids=batch.ids, use_cache=False)[0]
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
def check_head(model: Any, example: Example, device: torch.device) -> None:
    """Refuses a model whose own forward does more after the last block than its output layer (soft caps, scales)."""
    batch = collate([example], device)
    own = model(input_ids=batch.ids, use_cache=False).logits.flatten(0, 1)[batch.positions]
    if not torch.allclose(own.float(), answer_logits(model, batch).float(), atol=1e-3, rtol=1e-3):
        raise TrainerError(
            "head-unsupported",
            f"Models of type {model.config.model_type} change their logits after the output layer.",
            "Choose another base.",
        )
