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
        limit = plan.microBatchTokens * blocks // (blocks - first)
        self._network = Network(model, first, device.torch_device, self._company(limit), device.dtype)
        self._scaler = torch.amp.GradScaler(device.kind, enabled=device.precision == "fp16")  # pyright: ignore
        rows = [row.id for row in examples]
        named = [asdict(recipe), plan.baseSha256, rows, device.kind, device.precision]
        self._name = text_hash(json.dumps(named, sort_keys=True))
        self._checkpoint = plan.output / "checkpoint.safetensors"
        stopping = Stopping(self.steps, recipe.schedule, recipe.warmup, recipe.patience)
        self._state = Saved(stopping=stopping, limit=limit)
        self._recent: list[tuple[int, float]] = []
        saved = load_checkpoint(self._checkpoint, self._name, self.parameters, self._optimizer)
        if saved is not None:
            self._state = saved
            if saved.scaler:
                self._scaler.load_state_dict(saved.scaler)

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
                self._state.scaler = self._scaler.state_dict()
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
        losses = self._state.losses[-WINDOW:]
        return round(sum(losses) / len(losses), 5)

    def curve(self) -> dict[str, object]:
        """How it went so far: loss and rate of each step, and what was measured on held-out rows."""
        state = self._state
        return {"steps": state.losses, "rates": state.rates, "checks": state.checks}

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

    def _company(self, limit: int) -> dict[str, list[Example]]:
        """Rows that are seen more than once, each with those that it is packed with the first time."""
        groups = [sorted(self.held_out, key=lambda row: row.length)]
        per_epoch = math.ceil(len(self.rows) / self._plan.recipe.batchSize)
        if self.steps > per_epoch:
            groups = [*groups, *(self._batch(step) for step in range(per_epoch))]
        parts = [part for group in groups if group for part in micro_batches(group, limit)]
        return {row.id: part for part in parts for row in part}

    def _timed_step(self) -> None:
        state = self._state
        started = time.monotonic()
        loss = round(self._step(state.step), 5)
        rate = float(self._optimizer.param_groups[0]["lr"])
        state.step += 1
        state.losses.append(loss)
        state.rates.append(rate)
        self._validate()
        seconds = time.monotonic() - started
        tokens = self._step_tokens[state.step - 1]
        state.tokens += tokens
        state.seconds += seconds
        self._recent = [*self._recent, (tokens, seconds)][-WINDOW:]
        speed = sum(count for count, _ in self._recent) / max(1e-9, sum(spent for _, spent in self._recent))
        left = sum(self._step_tokens[state.step : state.stopping.end])
        self._events.emit(
            "progress",
            step=state.step,
            steps=state.stopping.end,
            loss=loss,
            learningRate=rate,
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
            measured = measure(self._network, self.held_out, state.limit)
        self._model.train()
        if not math.isfinite(measured.loss):
            raise self._diverged(state.step)
        if measured.loss < stopping.lowest:
            state.best = {name: weight.detach().clone() for name, weight in self.parameters.items()}
        stopping.check(state.step, measured.loss, measured.right == 1)
        check = {"step": state.step, "loss": round(measured.loss, 5), "right": round(measured.right, 4)}
        state.checks.append(check)
        self._events.emit("validation", **check, rows=len(self.held_out))

    def _step(self, step: int) -> float:
        """One optimiser step; its loss in nats per answer token. Raises TrainerError `diverged`."""
        recipe = self._plan.recipe
        rows = self._batch(step)
        answers = sum(len(row.answer) for row in rows)
        value = self._gradients(rows, answers, step)
        if not math.isfinite(value):
            raise self._diverged(step + 1)
        factor = self._state.stopping.factor(step)
        for group in self._optimizer.param_groups:
            group["lr"] = recipe.learningRate * factor
        self._scaler.unscale_(self._optimizer)
        norm = torch.nn.utils.clip_grad_norm_(list(self.parameters.values()), recipe.maxGradientNorm)
        # In fp16 such a step is left out, and the next one scaled less.
        if not self._scaler.is_enabled() and not math.isfinite(float(norm)):
            raise self._diverged(step + 1)
        self._scaler.step(self._optimizer)
        self._scaler.update()
        self._optimizer.zero_grad(set_to_none=True)
        return value

    def _diverged(self, step: int) -> TrainerError:
        return TrainerError(
            "diverged",
            f"The loss is no number any more at step {step}.",
            "Lower train.learningRate in adapter.yaml, for example to a third.",
        )

    def _gradients(self, rows: list[Example], answers: int, step: int) -> float:
        """Adds up the gradients of a step's rows; their mean loss. Out of memory, it tries half the tokens."""
        while True:
            try:
                return sum(self._part_gradients(part, answers, step) for part in micro_batches(rows, self._state.limit))
            except torch.OutOfMemoryError:
                pass
            # Only now is what the failed attempt held let go of: an error that is being handled keeps all of it.
            self._halve(rows)

    def _part_gradients(self, part: list[Example], answers: int, step: int) -> float:
        with self._device.autocast():
            asked = self._network.answers(part)
            losses = asked.losses()
            loss = losses.sum() / answers
        self._scaler.scale(loss).backward()
        for row, own in zip(part, losses.detach().split(asked.counts), strict=True):
            self._state.row_losses[row.id] = (step, float(own.mean()))
        return float(loss.detach())

    def _halve(self, rows: list[Example]) -> None:
        self._optimizer.zero_grad(set_to_none=True)
        if self._device.kind == "cuda":
            torch.cuda.empty_cache()
        longest = max(row.length for row in rows)
        state = self._state
        if state.limit <= longest:
            raise TrainerError(
                "row-too-large",
                f"A single row of {longest} tokens does not fit into this device's memory.",
                "Shorten the longest rows, train fewer blocks (train.topLayers in adapter.yaml, such as 10), or take a "
                "device with more memory.",
            )
        state.limit = max(longest, state.limit // 2)
        self._events.emit("halved", microBatchTokens=state.limit)
