"""The recipe's LoRA on a model, through PEFT."""

from pathlib import Path
from typing import Any

import torch

from loco_trainer.failure import TrainerError
from loco_trainer.files import write_tensors
from loco_trainer.plan import Recipe


def add_lora(model: Any, recipe: Recipe) -> Any:
    """A PEFT model whose only trainable weights are the LoRA's, in fp32, initialised from the recipe's seed."""
    from peft import LoraConfig, get_peft_model

    blocks = int(model.config.num_hidden_layers)
    layers = None if recipe.topLayers is None else list(range(first_trained(model, recipe), blocks))
    names = [f"{target}_proj" for target in recipe.targets]
    present = {name.rsplit(".", 1)[-1] for name, _ in model.named_modules()}
    missing = [name for name in names if name not in present]
    if missing:
        raise TrainerError(
            "target-missing",
            f"This base has no layer called {missing[0]}.",
            f"Remove {missing[0].removesuffix('_proj')} from train.targets in adapter.yaml.",
        )
    torch.manual_seed(recipe.seed)
    config = LoraConfig(
        r=recipe.rank,
        lora_alpha=recipe.alpha,  # pyright: ignore[reportArgumentType] - PEFT computes with a float as well
        lora_dropout=recipe.dropout,
        target_modules=names,
        layers_to_transform=layers,
        bias="none",
        task_type="CAUSAL_LM",
    )
    return get_peft_model(model, config)


def first_trained(model: Any, recipe: Recipe) -> int:
    """The number of the first block that gets a LoRA, from 0."""
    return 0 if recipe.topLayers is None else max(0, int(model.config.num_hidden_layers) - recipe.topLayers)


def trainable(model: Any) -> dict[str, torch.nn.Parameter]:
    """The LoRA's parameters by name, in the model's order."""
    return {name: weight for name, weight in model.named_parameters() if weight.requires_grad}


def save_adapter(model: Any, path: Path) -> None:
    """Writes `adapter_model.safetensors` with PEFT's names, whole or not at all."""
    from peft import get_peft_model_state_dict

    state: dict[str, torch.Tensor] = get_peft_model_state_dict(model)
    write_tensors(path, {name: weight.detach().float().cpu().contiguous() for name, weight in state.items()}, {})
