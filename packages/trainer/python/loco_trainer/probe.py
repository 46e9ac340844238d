"""How fast this machine trains: a short measurement that the estimate of a run is made from."""

import platform
import time
from typing import Any

import torch

from loco_trainer.dataset import Example
from loco_trainer.device import Device, pick_device
from loco_trainer.fuse import fuse
from loco_trainer.lora import add_lora, trainable
from loco_trainer.loss import answer_loss
from loco_trainer.packing import collate
from loco_trainer.plan import Recipe
from loco_trainer.row_attention import attend_by_rows
from loco_trainer.versions import versions

# Two widths: a small model's matrices run further below the machine's peak than a large one's.
# As many blocks as no cache holds, because a real model's weights come from memory; rows as in one real micro-batch.
BLOCKS = {576: 16, 2048: 1}
ROWS, TOKENS = 12, 64
# The first also makes what the later ones use again.
PASSES = 2

RECIPE = Recipe(
    "lora",
    4,
    8,
    0,
    ["q", "k", "v", "o", "gate", "up", "down"],
    None,
    1e-3,
    "linear",
    0,
    0,
    1,
    1,
    ROWS,
    0,
    1,
    512,
    "auto",
    1,
)


def block_parameters(width: int, feed_forward: int, key_value_width: int) -> int:
    """Weights of the linear layers of one block."""
    return 2 * width * width + 2 * width * key_value_width + 3 * width * feed_forward


def measure_width(width: int, device: Device) -> float:
    """Floating point operations a second of a training step in random blocks; 4 for each weight and token count."""
    from transformers import LlamaConfig, LlamaForCausalLM

    feed_forward = width * 8 // 3
    config = LlamaConfig(
        hidden_size=width,
        intermediate_size=feed_forward,
        num_hidden_layers=BLOCKS[width],
        num_attention_heads=width // 64,
        num_key_value_heads=1,
        vocab_size=512,
    )
    torch.manual_seed(0)
    model: Any = LlamaForCausalLM(config)
    model.to(device.torch_device).requires_grad_(False)
    model = add_lora(model, RECIPE)
    fuse(model, device.dtype)
    attend_by_rows(model.get_base_model())
    examples = [Example(str(row), [(row * 7 + at) % 512 for at in range(TOKENS - 8)], [1] * 8) for row in range(ROWS)]
    batch = collate(examples, device.torch_device)
    seconds: list[float] = []
    for _ in range(PASSES):
        started = time.perf_counter()
        with device.autocast():
            loss = answer_loss(model, batch)
        loss.backward()
        float(sum(weight.grad.sum() for weight in trainable(model).values() if weight.grad is not None))
        seconds.append(time.perf_counter() - started)
    weights = BLOCKS[width] * block_parameters(width, feed_forward, 64)
    return 4 * weights * ROWS * TOKENS / min(seconds)


def probe_machine(kind: str, threads: int) -> dict[str, object]:
    """The fields of the `probe` event."""
    if threads > 0:
        torch.set_num_threads(threads)
    device = pick_device(kind, "auto")
    return {
        "device": device.kind,
        "deviceName": device.name,
        "precision": device.precision,
        "threads": torch.get_num_threads(),
        "versions": {**versions(), "system": platform.platform()},
        "speeds": [{"width": width, "flops": measure_width(width, device)} for width in BLOCKS],
    }
