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


def save_checkpoint(
    path: Path, run: str, parameters: Parameters, optimizer: torch.optim.Optimizer, state: Saved
) -> None:
    """Writes the state atomically. `run` names the recipe and the rows: nothing else may go on from it."""
    tensors: dict[str, torch.Tensor] = {"random": torch.get_rng_state()}
    for name, weight in parameters.items():
        tensors[f"weight/{name}"] = weight.detach().cpu().contiguous()
        for moment, value in optimizer.state[weight].items():
            tensors[f"{moment}/{name}"] = value.detach().cpu().contiguous()
    for name, weight in state.best.items():
        tensors[f"best/{name}"] = weight.cpu().contiguous()
    position = {**state.__dict__, "stopping": asdict(state.stopping)}
    del position["best"]
    write_tensors(path, tensors, {"run": run, "position": json.dumps(position)})


@torch.no_grad()
def load_checkpoint(path: Path, run: str, parameters: Parameters, optimizer: torch.optim.Optimizer) -> Saved | None:
    """Puts a saved state back and returns where it stood; None, with all as it was, where no checkpoint of `run` is."""
    from safetensors import SafetensorError, safe_open

    if not path.exists():
        return None
    try:
        with safe_open(path, framework="pt") as file:
            metadata = file.metadata()
            if metadata["run"] != run:
                return None
            position = json.loads(metadata["position"])
            tensors: dict[str, torch.Tensor] = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        stopping = Stopping(**position.pop("stopping"))
        rows = {row: (int(step), float(loss)) for row, (step, loss) in position.pop("row_losses").items()}
        best = {name: tensors[f"best/{name}"] for name in parameters if f"best/{name}" in tensors}
        saved = Saved(stopping=stopping, best=best, row_losses=rows, **position)
        if any(tensors[f"weight/{name}"].shape != weight.shape for name, weight in parameters.items()):
            return None
    except (SafetensorError, KeyError, ValueError, TypeError):
        return None
    for name, weight in parameters.items():
        weight.copy_(tensors[f"weight/{name}"])
        if name in saved.best:
            saved.best[name] = saved.best[name].to(weight.device)
        optimizer.state[weight] = {
            moment: tensors[f"{moment}/{name}"].to("cpu" if moment == "step" else weight.device)
            for moment in ("step", "exp_avg", "exp_avg_sq")
            if f"{moment}/{name}" in tensors
        }
    torch.set_rng_state(tensors["random"])
    return saved
