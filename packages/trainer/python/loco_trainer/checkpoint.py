"""A run's state in one safetensors file: weights, moments, random state, position."""

import json
from dataclasses import dataclass
from pathlib import Path

import torch

from loco_trainer.files import write_tensors

Parameters = dict[str, torch.nn.Parameter]


@dataclass
class Progress:
    """Where a run stands: steps done, tokens seen, seconds spent, and the last losses."""

    step: int
    tokens: int
    seconds: float
    losses: list[float]


def save_checkpoint(
    path: Path, parameters: Parameters, optimizer: torch.optim.Optimizer, progress: Progress, scale: float
) -> None:
    """Writes the state atomically. `scale` is the fp16 gradient scaler's; 1 without one."""
    tensors: dict[str, torch.Tensor] = {"random": torch.get_rng_state()}
    for name, weight in parameters.items():
        tensors[f"weight/{name}"] = weight.detach().cpu().contiguous()
        for moment, value in optimizer.state[weight].items():
            tensors[f"{moment}/{name}"] = value.detach().cpu().contiguous()
    position = json.dumps({**progress.__dict__, "scale": scale})
    write_tensors(path, tensors, {"position": position})


def load_checkpoint(
    path: Path, parameters: Parameters, optimizer: torch.optim.Optimizer
) -> tuple[Progress, float] | None:
    """Puts a saved state back and returns where it stood; None without a readable checkpoint."""
    from safetensors import SafetensorError, safe_open

    if not path.exists():
        return None
    try:
        with safe_open(path, framework="pt") as file:
            position = json.loads(file.metadata()["position"])
            names = set(file.keys())
            with torch.no_grad():
                for name, weight in parameters.items():
                    weight.copy_(file.get_tensor(f"weight/{name}"))
                    state = {
                        moment: file.get_tensor(f"{moment}/{name}")
                        for moment in ("step", "exp_avg", "exp_avg_sq")
                        if f"{moment}/{name}" in names
                    }
                    optimizer.state[weight] = {
                        moment: value if moment == "step" else value.to(weight.device)
                        for moment, value in state.items()
                    }
            torch.set_rng_state(file.get_tensor("random"))
    except (SafetensorError, KeyError, ValueError, RuntimeError):
        return None
    scale = float(position.pop("scale"))
    return Progress(**position), scale
