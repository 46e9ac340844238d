"""One training run, from a plan to `adapter_model.safetensors` and the parity reference."""

import time
from dataclasses import replace
from typing import Any

import torch

from loco_trainer import REVISION
from loco_trainer.base import load_model, load_tokenizer
from loco_trainer.batches import Schedule, learning_rate_factor, micro_batches, total_steps
from loco_trainer.checkpoint import Progress, load_checkpoint, save_checkpoint
from loco_trainer.dataset import Example, Renderer, check_lengths, read_rows, text_hash
from loco_trainer.device import Device, pick_device
from loco_trainer.events import Events
from loco_trainer.failure import TrainerError
from loco_trainer.files import remove_unfinished, write_json
from loco_trainer.fused_lora import fuse, unfuse
from loco_trainer.lora import add_lora, save_adapter, trainable
from loco_trainer.loss import check_head
from loco_trainer.memory import peak_memory_bytes, release_memory
from loco_trainer.network import Network
from loco_trainer.parity import parity_reference
from loco_trainer.plan import Plan
from loco_trainer.stop import Stop
from loco_trainer.versions import versions

# So many rows' rendered prompts are hashed into `start`: TypeScript compares them with its own rendering.
RENDERED_ROWS = 8
# The reported speed and loss are means over so many steps.
WINDOW = 16


def train(plan: Plan, events: Events, stop: Stop) -> bool:
    """Runs a plan; True when done, False when stopped with a checkpoint. Raises TrainerError."""
    started = time.monotonic()
    if plan.threads > 0:
        torch.set_num_threads(plan.threads)
    device = pick_device(plan.device, plan.recipe.precision)
    remove_unfinished(plan.output)
    rows = read_rows(plan.rows)
    renderer = Renderer(load_tokenizer(plan))
    examples = [renderer.example(row) for row in rows]
    check_lengths(examples, plan.recipe.contextLength)
    model = load_model(plan).to(device.torch_device)
    check_head(model, examples[0], device.torch_device)
    model = add_lora(model, plan.recipe)
    fuse(model, device.dtype)
    release_memory()
    rendered = [{"id": row.id, "sha256": text_hash(renderer.prompt_text(row.messages))} for row in rows[:RENDERED_ROWS]]
    run = Run(plan, model, examples, device, events, stop)
    events.emit(
        "start",
        revision=REVISION,
        device=device.kind,
        deviceName=device.name,
        precision=device.precision,
        threads=torch.get_num_threads(),
        rows=len(rows),
        steps=run.steps,
        tokens=run.tokens,
        parameters=sum(weight.numel() for weight in run.parameters.values()),
        resumedAt=run.progress.step,
        rendered=rendered,
        specialTokens=renderer.special_tokens(),
        versions=versions(),
        loadSeconds=round(time.monotonic() - started, 3),
    )
    if not run.to_the_end():
        return False
    progress, loss, weights = run.progress, run.mean_loss(), run.weights()
    del run
    if device.precision == "fp32":
        unfuse(model)
    else:
        del model
        # Layers and their forwards refer to each other; two models at once would be the peak of the run.
        release_memory()
        model = exact_model(plan, weights, device)
    by_id = {row.id: row for row in rows}
    asked = [renderer.example(replace(by_id[row.id], target=row.continuation)) for row in plan.parity]
    reference = parity_reference(model, asked, device.torch_device, plan.permuted)
    write_json(plan.output / "parity.json", reference)
    events.emit("parity", rows=len(reference))
    save_adapter(model, plan.output / "adapter_model.safetensors")
    events.emit(
        "done",
        steps=progress.step,
        tokens=progress.tokens,
        seconds=round(progress.seconds, 3),
        tokensPerSecond=round(progress.tokens / progress.seconds, 1),
        finalLoss=loss,
        peakMemoryBytes=peak_memory_bytes(),
    )
    return True


def exact_model(plan: Plan, weights: dict[str, torch.Tensor], device: Device) -> Any:
    """The base in fp32 with trained LoRA weights in PEFT's own layers; what was trained is not in fp32."""
    model = add_lora(load_model(plan).to(device.torch_device), plan.recipe)
    with torch.no_grad():
        for name, weight in trainable(model).items():
            weight.copy_(weights[name])
    return model


class Run:
    """The loop's state: what a checkpoint holds, and what it takes to go on from one."""

    def __init__(
        self, plan: Plan, model: Any, examples: list[Example], device: Device, events: Events, stop: Stop
    ) -> None:
        recipe = plan.recipe
        self._plan, self._model, self._examples = plan, model, examples
        self._network = Network(model, device.torch_device)
        self._device, self._events, self._stop = device, events, stop
        self._order = Schedule([example.length for example in examples], recipe.batchSize, recipe.seed)
        self.steps = total_steps(len(examples), recipe.batchSize, recipe.epochs)
        self._step_tokens = [sum(examples[row].length for row in self._order.batch(step)) for step in range(self.steps)]
        self.tokens = sum(self._step_tokens)
        self.parameters = trainable(model)
        self._optimizer = torch.optim.AdamW(
            self.parameters.values(), lr=recipe.learningRate, weight_decay=recipe.weightDecay, fused=True
        )
        self._scaler = torch.amp.GradScaler(device.kind, enabled=device.precision == "fp16")  # pyright: ignore
        self._checkpoint = plan.output / "checkpoint.safetensors"
        self.progress = Progress(step=0, tokens=0, seconds=0.0, losses=[])
        self._recent: list[tuple[int, float]] = []
        saved = load_checkpoint(self._checkpoint, self.parameters, self._optimizer)
        if saved is not None:
            self.progress, scale = saved
            if device.precision == "fp16":
                self._scaler.load_state_dict({**self._scaler.state_dict(), "scale": scale})

    def to_the_end(self) -> bool:
        """Trains the remaining steps; False when asked to stop. Both ways leave a checkpoint."""
        self._model.train()
        saved_at = time.monotonic()
        while self.progress.step < self.steps:
            self._timed_step()
            done = self.progress.step
            stopping = self._stop.requested
            due = done % self._plan.checkpointSteps == 0 or time.monotonic() - saved_at > self._plan.checkpointSeconds
            if due or stopping or done == self.steps:
                scale = float(self._scaler.get_scale()) if self._device.precision == "fp16" else 1.0
                save_checkpoint(self._checkpoint, self.parameters, self._optimizer, self.progress, scale)
                saved_at = time.monotonic()
                self._events.emit("checkpoint", step=done)
            if stopping and done < self.steps:
                return False
        return True

    def weights(self) -> dict[str, torch.Tensor]:
        """A copy of the trained weights by name."""
        return {name: weight.detach().clone() for name, weight in self.parameters.items()}

    def mean_loss(self) -> float:
        """Mean loss of the last steps, in nats per answer token."""
        return round(sum(self.progress.losses) / len(self.progress.losses), 5)

    def _timed_step(self) -> None:
        progress = self.progress
        started = time.monotonic()
        loss = self._step(progress.step)
        seconds = time.monotonic() - started
        tokens = self._step_tokens[progress.step]
        progress.step += 1
        progress.tokens += tokens
        progress.seconds += seconds
        progress.losses = [*progress.losses, loss][-WINDOW:]
        self._recent = [*self._recent, (tokens, seconds)][-WINDOW:]
        speed = sum(count for count, _ in self._recent) / max(1e-9, sum(spent for _, spent in self._recent))
        self._events.emit(
            "progress",
            step=progress.step,
            steps=self.steps,
            loss=round(loss, 5),
            learningRate=self._optimizer.param_groups[0]["lr"],
            tokens=progress.tokens,
            tokensPerSecond=round(speed, 1),
            secondsLeft=round((self.tokens - progress.tokens) / speed, 1),
        )

    def _step(self, step: int) -> float:
        """One optimiser step; its loss in nats per answer token. Raises TrainerError `diverged`."""
        recipe = self._plan.recipe
        rows = [self._examples[row] for row in self._order.batch(step)]
        answers = sum(len(row.answer) for row in rows)
        total = torch.zeros((), device=self._device.torch_device)
        for part in micro_batches(rows, self._plan.microBatchTokens):
            with self._device.autocast():
                loss = self._network.answer_loss(part) / answers
            self._scaler.scale(loss).backward()
            total += loss.detach()
        value = float(total)
        if value != value or value in (float("inf"), float("-inf")):
            raise TrainerError(
                "diverged",
                f"The loss is no number any more at step {step + 1}.",
                "Lower train.learningRate in adapter.yaml, for example to a third.",
            )
        factor = learning_rate_factor(step, self.steps, recipe.warmup, recipe.schedule)
        for group in self._optimizer.param_groups:
            group["lr"] = recipe.learningRate * factor
        self._scaler.unscale_(self._optimizer)
        torch.nn.utils.clip_grad_norm_(list(self.parameters.values()), recipe.maxGradientNorm)
        self._scaler.step(self._optimizer)
        self._scaler.update()
        self._optimizer.zero_grad(set_to_none=True)
        return value
