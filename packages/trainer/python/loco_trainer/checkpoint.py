"""A run's state in one safetensors file: weights, moments, random state, where it stands."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

import torch

from loco_trainer.files import write_tensors
from loco_trainer.stopping import Stopping

Parameters = dict[str, torch.nn.Parameter]


@dataclass
class Saved:
    """Where a run stands: steps done, tokens seen, seconds spent, the last losses, and each row's last (step, loss).

    `best`: weights of the lowest validation loss. `scale`: the fp16 gradient scaler's; 1 without one.
    """

    stopping: Stopping
    step: int = 0
    tokens: int = 0
    seconds: float = 0.0
    losses: list[float] = field(default_factory=list[float])
    row_losses: dict[str, tuple[int, float]] = field(default_factory=dict[str, tuple[int, float]])
    best: dict[str, torch.Tensor] = field(default_factory=dict[str, torch.Tensor])
    scale: float = 1.0


def save_checkpoint(path: Path, parameters: Parameters, optimizer: torch.optim.Optimizer, state: Saved) -> None:
    """Writes the state atomically."""
    tensors: dict[str, torch.Tensor] = {"random": torch.get_rng_state()}
    for name, weight in parameters.items():
        tensors[f"weight/{name}"] = weight.detach().cpu().contiguous()
        for moment, value in optimizer.state[weight].items():
            tensors[f"{moment}/{name}"] = value.detach().cpu().contiguous()
    for name, weight in state.best.items():
        tensors[f"best/{name}"] = weight.cpu().contiguous()
    position = {**state.__dict__, "stopping": asdict(state.stopping)}
    del position["best"]
    write_tensors(path, tensors, {"position": json.dumps(position)})


def load_checkpoint(path: Path, parameters: Parameters, optimizer: torch.optim.Optimizer) -> Saved | None:
    """Puts a saved state back and returns where it stood; None without a readable checkpoint."""
    from safetensors import SafetensorError, safe_open

    if not path.exists():
        return None
    try:
        with safe_open(path, framework="pt") as file:
            position = json.loads(file.metadata()["position"])
            names = set(file.keys())
            best: dict[str, torch.Tensor] = {}
            with torch.no_grad():
                for name, weight in parameters.items():
                    weight.copy_(file.get_tensor(f"weight/{name}"))
                    if f"best/{name}" in names:
                        best[name] = file.get_tensor(f"best/{name}").to(weight.device)
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
            stopping = Stopping(**position.pop("stopping"))
            rows = {row: (int(step), float(loss)) for row, (step, loss) in position.pop("row_losses").items()}
            return Saved(stopping=stopping, best=best, row_losses=rows, **position)
    except (SafetensorError, KeyError, ValueError, TypeError, RuntimeError):
        return None
