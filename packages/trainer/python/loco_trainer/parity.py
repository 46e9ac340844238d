"""PEFT's own log-probabilities on fixed rows, with and without the adapter: what llama.cpp is held against later."""

from typing import Any

import torch

from loco_trainer.batches import micro_batches
from loco_trainer.dataset import Example
from loco_trainer.loss import answer_log_probabilities
from loco_trainer.packing import collate

# Tokens that are computed together, padding counted: rows alone leave a processor waiting for its memory.
TOGETHER = 2048


def parity_reference(
    model: Any, examples: list[Example], device: torch.device, permuted: bool
) -> list[dict[str, object]]:
    """`{id, base, adapter, misordered?}` of each example: natural log-probabilities per answer token, in fp32.

    `misordered` is what an engine would say if the export had got the order of query and key rows wrong. The effect is
    small beside the noise between two engines, so the gate needs to know its direction to look for it.
    """
    model.eval()
    parts = micro_batches(examples, TOGETHER)
    batches = [([example.id for example in part], collate(part, device)) for part in parts]

    def measure() -> list[list[float]]:
        by_id: dict[str, list[float]] = {}
        for ids, batch in batches:
            by_id.update(zip(ids, answer_log_probabilities(model, batch), strict=True))
        return [by_id[example.id] for example in examples]

    adapter = measure()
    with model.disable_adapter():
        base = measure()
    reference: list[dict[str, object]] = [
        {"id": example.id, "base": base[at], "adapter": adapter[at]} for at, example in enumerate(examples)
    ]
    right = misorder(model, permuted)
    if right:
        for entry, row in zip(reference, measure(), strict=True):
            entry["misordered"] = row
    with torch.no_grad():
        for weight, values in right:
            weight.copy_(values)
    return reference


def misorder(model: Any, permuted: bool) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Gives the query and key LoRAs the effect of a wrong row order; returns the weights with their right values.

    Where llama.cpp interleaves a head's two halves (`permuted`), the mistake is not to; elsewhere it is to do so.
    """
    config = model.config
    heads = {"q_proj": config.num_attention_heads, "k_proj": config.num_key_value_heads}
    right: list[tuple[torch.Tensor, torch.Tensor]] = []
    for name, weight in model.named_parameters():
        layer = next((part for part in name.split(".") if part in heads), None)
        if layer is None or "lora_B" not in name:
            continue
        right.append((weight, weight.detach().clone()))
        rows, rank = weight.shape
        half = rows // heads[layer] // 2
        shape = (heads[layer], half, 2, rank) if permuted else (heads[layer], 2, half, rank)
        with torch.no_grad():
            weight.copy_(right[-1][1].view(shape).transpose(1, 2).reshape(rows, rank))
    return right
