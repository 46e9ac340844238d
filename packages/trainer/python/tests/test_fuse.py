from dataclasses import replace
from typing import Any

import pytest
import torch
from tiny import tiny_gemma, tiny_model, tiny_qwen

from loco_trainer.dataset import Example
from loco_trainer.device import Device
from loco_trainer.fuse import fuse, fused, unfuse
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
def test_a_fused_model_has_pefts_loss_and_gradients(
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


@pytest.mark.parametrize("made", [tiny_model, tiny_gemma, tiny_qwen])
def test_blocks_of_every_kind_are_fused_and_give_what_they_gave(
    recipe: Recipe, examples: list[Example], made: Any
) -> None:
    own = gradients(add_lora(made(), recipe), examples, Device("cpu", "", "fp32"))
    model = add_lora(made(), recipe)
    fuse(model, torch.float32)
    assert all(fused(block) is not None for block in model.get_base_model().get_decoder().layers)
    found = gradients(model, examples, Device("cpu", "", "fp32"))
    # Queries' gradients are small differences of large numbers, whose rounding they have.
    rounding = 1e-7 * max(float(torch.linalg.vector_norm(value)) for value in own.values())
    for name, value in own.items():
        error = torch.linalg.vector_norm(found[name] - value)
        assert error < 1e-4 * torch.linalg.vector_norm(value) + rounding, name


def test_a_lora_on_some_layers_alone(recipe: Recipe, examples: list[Example]) -> None:
    some = replace(recipe, targets=["q", "v", "down"], topLayers=2)
    own = gradients(add_lora(tiny_model(), some), examples, Device("cpu", "", "fp32"))
    model = add_lora(tiny_model(), some)
    fuse(model, torch.float32)
    found = gradients(model, examples, Device("cpu", "", "fp32"))
    assert found.keys() == own.keys()
    for name, value in own.items():
        assert torch.linalg.vector_norm(found[name] - value) < 1e-4 * torch.linalg.vector_norm(value), name


@pytest.mark.parametrize("place", [0, 2])
def test_where_a_block_does_more_than_it_looks_like_all_stay_their_own(recipe: Recipe, place: int) -> None:
    model = add_lora(tiny_model(), recipe)
    norm = model.get_base_model().get_decoder().layers[place].input_layernorm

    def more(_module: Any, _given: Any, out: torch.Tensor) -> torch.Tensor:
        return out + 1

    norm.register_forward_hook(more)
    fuse(model, torch.float32)
    assert all(fused(block) is None for block in model.get_base_model().get_decoder().layers)


def test_blocks_with_dropout_stay_pefts_own(recipe: Recipe) -> None:
    model = add_lora(tiny_model(), replace(recipe, dropout=0.1))
    fuse(model, torch.bfloat16)
    assert all(fused(block) is None for block in model.get_base_model().get_decoder().layers)
