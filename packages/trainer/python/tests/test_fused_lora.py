from typing import Any

import pytest
import torch
from tiny import tiny_model

from loco_trainer.dataset import Example
from loco_trainer.device import Device
from loco_trainer.lora import add_lora, trainable
from loco_trainer.loss import answer_loss, collate
from loco_trainer.plan import Recipe


def leave_alone(_model: Any, _dtype: torch.dtype) -> None:
    pass


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
    monkeypatch: pytest.MonkeyPatch, recipe: Recipe, examples: list[Example], precision: str, tolerance: float
) -> None:
    device = Device("cpu", "", precision)
    fused = gradients(add_lora(tiny_model(), recipe, device), examples, device)
    monkeypatch.setattr("loco_trainer.lora.fuse", leave_alone)
    own = gradients(add_lora(tiny_model(), recipe, device), examples, device)
    assert fused.keys() == own.keys()
    for name, value in own.items():
        error = torch.linalg.vector_norm(fused[name] - value) / torch.linalg.vector_norm(value)
        assert error < tolerance, name


def test_outside_training_the_layer_is_pefts_own(recipe: Recipe, examples: list[Example]) -> None:
    model = add_lora(tiny_model(), recipe, Device("cpu", "", "bf16"))
    ids = torch.tensor([examples[0].prompt])
    model.eval()
    with torch.no_grad(), model.disable_adapter():
        assert torch.equal(model(input_ids=ids).logits, tiny_model()(input_ids=ids).logits)
