"""A run's state in one safetensors file: weights, moments, random states, where it stands and how it went."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

import torch

from loco_trainer.files import write_tensors
from loco_trainer.stopping import Stopping

Parameters = dict[str, torch.nn.Parameter]


@dataclass
class Saved:
    """Where a run stands: steps done, tokens seen, seconds spent, and each row's last (step, loss).

    `losses` and `rates`: of each step from the first. `checks`: what was measured on held-out rows. `best`: weights of
    the lowest validation loss. `limit`: tokens that go through at once, fewer once memory ran out. `scaler`: the fp16
    gradient scaler's state; empty without one.
    """

    stopping: Stopping
    step: int = 0
    tokens: int = 0
    seconds: float = 0.0
    losses: list[float] = field(default_factory=list[float])
    rates: list[float] = field(default_factory=list[float])
    checks: list[dict[str, float]] = field(default_factory=list[dict[str, float]])
    row_losses: dict[str, tuple[int, float]] = field(default_factory=dict[str, tuple[int, float]])
    best: dict[str, torch.Tensor] = field(default_factory=dict[str, torch.Tensor])
    limit: int = 0
    scaler: dict[str, float] = field(default_factory=dict[str, float])


def save_checkpoint(
    path: Path, run: str, parameters: Parameters, optimizer: torch.optim.Optimizer, state: Saved
) -> None:
    """Writes the state atomically. `run` names the recipe and the rows: nothing else may go on from it."""
    tensors: dict[str, torch.Tensor] = {"random": torch.get_rng_state()}
    if torch.cuda.is_available():
        tensors["random/cuda"] = torch.cuda.get_rng_state()
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
            # Copies: a file whose numbers are in use cannot be replaced on Windows.
            tensors = {name: file.get_tensor(name).clone() for name in file.keys()}  # noqa: SIM118
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
            moment: tensors[f"{moment}/{name}"].to(weight.device)
            for moment in ("step", "exp_avg", "exp_avg_sq")
            if f"{moment}/{name}" in tensors
        }
    torch.set_rng_state(tensors["random"])
    if "random/cuda" in tensors and torch.cuda.is_available():
        torch.cuda.set_rng_state(tensors["random/cuda"])
    return saved
