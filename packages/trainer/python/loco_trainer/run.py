"""The training loop: what a checkpoint holds, and what it takes to go on from one."""

import json
import math
import time
from dataclasses import asdict, dataclass
from typing import Any

import torch

from loco_trainer.batches import Schedule, micro_batches, total_steps
from loco_trainer.checkpoint import Saved, load_checkpoint, save_checkpoint
from loco_trainer.dataset import Example, text_hash
from loco_trainer.device import Device
from loco_trainer.events import Events
from loco_trainer.failure import TrainerError
from loco_trainer.lora import first_trained, trainable
from loco_trainer.network import Network
from loco_trainer.plan import Plan
from loco_trainer.stop import Stop
from loco_trainer.stopping import Stopping
from loco_trainer.validation import hold_out, measure

# The reported speed and loss are means over so many steps.
WINDOW = 16
# Validation is measured so often in an epoch.
CHECKS = 8
# Rows at fault are looked for among so many of the highest losses.
HARDEST = 10


@dataclass(frozen=True)
class Totals:
    """What a run did, up to where it stands."""

    steps: int
    tokens: int
    seconds: float


class Run:
    def __init__(
        self, plan: Plan, model: Any, examples: list[Example], device: Device, events: Events, stop: Stop
    ) -> None:
        recipe = plan.recipe
        self._plan, self._model, self._device, self._events, self._stop = plan, model, device, events, stop
        self.rows, self.held_out = hold_out(examples, recipe.validation, recipe.seed)
        self._order = Schedule([row.length for row in self.rows], recipe.batchSize, recipe.seed)
        self.steps = total_steps(len(self.rows), recipe.batchSize, recipe.epochs)
        self._step_tokens = [sum(row.length for row in self._batch(step)) for step in range(self.steps)]
        self.tokens = sum(self._step_tokens)
        self.parameters = trainable(model)
        self._optimizer = torch.optim.AdamW(
            self.parameters.values(), lr=recipe.learningRate, weight_decay=recipe.weightDecay, fused=True
        )
        first, blocks = first_trained(model, recipe), int(model.config.num_hidden_layers)
        # What a token takes in memory is what the trained blocks keep of it.
        self._limit = plan.microBatchTokens * blocks // (blocks - first)
        self._network = Network(model, first, device.torch_device, self._company(), device.dtype)
        self._scaler = torch.amp.GradScaler(device.kind, enabled=device.precision == "fp16")  # pyright: ignore
        rows = [row.id for row in examples]
        self._name = text_hash(json.dumps([asdict(recipe), plan.baseSha256, rows], sort_keys=True))
        self._checkpoint = plan.output / "checkpoint.safetensors"
        self._state = Saved(stopping=Stopping(self.steps, recipe.schedule, recipe.warmup, recipe.patience))
        self._recent: list[tuple[int, float]] = []
        saved = load_checkpoint(self._checkpoint, self._name, self.parameters, self._optimizer)
        if saved is not None:
            self._state = saved
            if device.precision == "fp16":
                self._scaler.load_state_dict({**self._scaler.state_dict(), "scale": saved.scale})

    @property
    def totals(self) -> Totals:
        return Totals(self._state.step, self._state.tokens, self._state.seconds)

    def to_the_end(self) -> bool:
        """Trains the remaining steps; False when asked to stop. Both ways leave a checkpoint."""
        self._model.train()
        saved_at = time.monotonic()
        while self._state.step < self._state.stopping.end:
            self._timed_step()
            done = self._state.step
            last = done >= self._state.stopping.end
            stopping = self._stop.requested
            due = done % self._plan.checkpointSteps == 0 or time.monotonic() - saved_at > self._plan.checkpointSeconds
            if due or stopping or last:
                if self._device.precision == "fp16":
                    self._state.scale = float(self._scaler.get_scale())
                save_checkpoint(self._checkpoint, self._name, self.parameters, self._optimizer, self._state)
                saved_at = time.monotonic()
                self._events.emit("checkpoint", step=done)
            if stopping and not last:
                return False
        return True

    def weights(self) -> dict[str, torch.Tensor]:
        """A copy of the weights to keep, by name: those of the lowest validation loss, the last where there is none."""
        best = self._state.best
        return {name: best.get(name, weight).detach().clone() for name, weight in self.parameters.items()}

    def mean_loss(self) -> float:
        """Mean loss of the last steps, in nats per answer token."""
        losses = self._state.losses
        return round(sum(losses) / len(losses), 5)

    def validated(self) -> dict[str, object] | None:
        """The lowest validation loss, and of how many rows; None where none were held out."""
        if not self.held_out:
            return None
        return {"loss": round(self._state.stopping.lowest, 5), "rows": len(self.held_out)}

    def hardest(self) -> list[dict[str, object]]:
        """Rows of the highest loss a token when they were last trained on, of those seen in the last half."""
        half = self._state.step / 2
        seen = [(row, loss) for row, (step, loss) in self._state.row_losses.items() if step >= half]
        worst = sorted(seen, key=lambda one: -one[1])[:HARDEST]
        return [{"id": row, "loss": round(loss, 4)} for row, loss in worst]

    def _batch(self, step: int) -> list[Example]:
        return [self.rows[row] for row in self._order.batch(step)]

    def _company(self) -> dict[str, list[Example]]:
        """Rows that are seen more than once, each with those that it is packed with the first time."""
        groups = [sorted(self.held_out, key=lambda row: row.length)]
        per_epoch = math.ceil(len(self.rows) / self._plan.recipe.batchSize)
        if self.steps > per_epoch:
            groups = [*groups, *(self._batch(step) for step in range(per_epoch))]
        parts = [part for group in groups if group for part in micro_batches(group, self._limit)]
        return {row.id: part for part in parts for row in part}

    def _timed_step(self) -> None:
        state = self._state
        started = time.monotonic()
        loss = self._step(state.step)
        state.step += 1
        self._validate()
        seconds = time.monotonic() - started
        tokens = self._step_tokens[state.step - 1]
        state.tokens += tokens
        state.seconds += seconds
        state.losses = [*state.losses, loss][-WINDOW:]
        self._recent = [*self._recent, (tokens, seconds)][-WINDOW:]
        speed = sum(count for count, _ in self._recent) / max(1e-9, sum(spent for _, spent in self._recent))
        left = sum(self._step_tokens[state.step : state.stopping.end])
        self._events.emit(
            "progress",
            step=state.step,
            steps=state.stopping.end,
            loss=round(loss, 5),
            learningRate=self._optimizer.param_groups[0]["lr"],
            tokens=state.tokens,
            tokensPerSecond=round(speed, 1),
            secondsLeft=round(left / speed, 1),
        )

    def _validate(self) -> None:
        """Where a check is due: measures what was held out, keeps the best weights, decides when to stop."""
        state, stopping = self._state, self._state.stopping
        every = max(1, math.ceil(len(self.rows) / self._plan.recipe.batchSize / CHECKS))
        if not self.held_out or (state.step % every != 0 and state.step < stopping.end):
            return
        self._model.eval()
        with self._device.autocast():
            measured = measure(self._network, self.held_out, self._limit)
        self._model.train()
        if measured.loss < stopping.lowest:
            state.best = {name: weight.detach().clone() for name, weight in self.parameters.items()}
        stopping.check(state.step, measured.loss, measured.right == 1)
        self._events.emit(
            "validation",
            step=state.step,
            loss=round(measured.loss, 5),
            right=round(measured.right, 4),
            rows=len(self.held_out),
        )

    def _step(self, step: int) -> float:
        """One optimiser step; its loss in nats per answer token. Raises TrainerError `diverged`."""
        recipe = self._plan.recipe
        rows = self._batch(step)
        answers = sum(len(row.answer) for row in rows)
        value = self._gradients(rows, answers, step)
        if not math.isfinite(value):
            raise TrainerError(
                "diverged",
                f"The loss is no number any more at step {step + 1}.",
                "Lower train.learningRate in adapter.yaml, for example to a third.",
            )
        factor = self._state.stopping.factor(step)
        for group in self._optimizer.param_groups:
            group["lr"] = recipe.learningRate * factor
        self._scaler.unscale_(self._optimizer)
        torch.nn.utils.clip_grad_norm_(list(self.parameters.values()), recipe.maxGradientNorm)
        self._scaler.step(self._optimizer)
        self._scaler.update()
        self._optimizer.zero_grad(set_to_none=True)
        return value

    def _gradients(self, rows: list[Example], answers: int, step: int) -> float:
        """Adds up the gradients of a step's rows; their mean loss. Out of memory, it tries half the tokens."""
        while True:
            try:
                total = 0.0
                for part in micro_batches(rows, self._limit):
                    with self._device.autocast():
                        asked = self._network.answers(part)
                        losses = asked.losses()
                        loss = losses.sum() / answers
                    self._scaler.scale(loss).backward()
                    total += float(loss.detach())
                    for row, own in zip(part, losses.detach().split(asked.counts), strict=True):
                        self._state.row_losses[row.id] = (step, float(own.mean()))
                return total
            except torch.OutOfMemoryError as error:
                self._halve(rows, error)

    def _halve(self, rows: list[Example], error: torch.OutOfMemoryError) -> None:
        self._optimizer.zero_grad(set_to_none=True)
        if self._device.kind == "cuda":
            torch.cuda.empty_cache()
        longest = max(row.length for row in rows)
        if self._limit <= longest:
            raise TrainerError(
                "out-of-memory",
                f"A single row of {longest} tokens does not fit into this device's memory.",
                "Shorten the longest rows, lower train.topLayers in adapter.yaml, or take a device with more memory.",
            ) from error
        self._limit = max(longest, self._limit // 2)
        self._events.emit("halved", microBatchTokens=self._limit)
