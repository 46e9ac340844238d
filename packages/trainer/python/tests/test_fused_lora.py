from dataclasses import replace
from typing import Any

import pytest
import torch
from tiny import tiny_model

from loco_trainer.dataset import Example
from loco_trainer.device import Device
from loco_trainer.fused_lora import fuse, unfuse
from loco_trainer.lora import add_lora, trainable
from loco_trainer.loss import answer_loss
from loco_trainer.packing import collate
from loco_trainer.parity import parity_reference
from loco_trainer.plan import Recipe


def gradients(model: Any, examples: list[Example], device: Device) -> dict[str, torch.Tensor]:
    torch.manual_seed(5)
    for weight in trainable(model).values():
        torch.nn.init.normal_(weight, std=0.1)
    model.train()
    with device.autocast():
        loss = answer_loss(model, collate(examples, torch.device("cpu")))
    loss.backward()
    found = {name: weight.grad for name, weight in trainable(model).items() if weight.grad is not None}
    return {"loss": loss.detach(), **found}


@pytest.mark.parametrize(("precision", "tolerance"), [("fp32", 1e-4), ("bf16", 5e-2)])
def test_the_fused_layer_has_pefts_loss_and_gradients(
    recipe: Recipe, examples: list[Example], precision: str, tolerance: float
) -> None:
    device = Device("cpu", "", precision)
    model = add_lora(tiny_model(), recipe)
    fuse(model, device.dtype)
    fused = gradients(model, examples, device)
    own = gradients(add_lora(tiny_model(), recipe), examples, device)
    assert fused.keys() == own.keys()
    for name, value in own.items():
        error = torch.linalg.vector_norm(fused[name] - value) / torch.linalg.vector_norm(value)
        assert error < tolerance, name


def test_a_model_that_was_fused_can_be_asked_without_its_adapter_again(recipe: Recipe, examples: list[Example]) -> None:
    model = add_lora(tiny_model(), recipe)
    for weight in trainable(model).values():
        torch.nn.init.normal_(weight, std=0.1)
    cpu = torch.device("cpu")
    before = parity_reference(model, examples, cpu, permuted=True)
    fuse(model, torch.float32)
    unfuse(model)
    assert parity_reference(model, examples, cpu, permuted=True) == before
    assert before[0]["base"] != before[0]["adapter"]


def test_layers_with_dropout_stay_pefts_own(recipe: Recipe) -> None:
    model = add_lora(tiny_model(), replace(recipe, dropout=0.1))
    before = [layer.forward for layer in model.modules()]
    fuse(model, torch.bfloat16)
    assert [layer.forward for layer in model.modules()] == before
