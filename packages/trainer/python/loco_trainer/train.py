"""One training run, from a plan to `adapter_model.safetensors` and the parity reference."""

import time
from dataclasses import replace
from typing import Any

import torch

from loco_trainer import REVISION
from loco_trainer.base import load_model, load_tokenizer
from loco_trainer.compiled import kernels_used
from loco_trainer.dataset import Renderer, check_lengths, read_rows, text_hash
from loco_trainer.device import pick_device
from loco_trainer.events import Events
from loco_trainer.files import remove_unfinished, write_json
from loco_trainer.fuse import fuse, unfuse
from loco_trainer.lora import add_lora, save_adapter, trainable
from loco_trainer.loss import check_head
from loco_trainer.memory import peak_memory_bytes, release_memory, set_libraries_aside
from loco_trainer.parity import parity_reference
from loco_trainer.plan import Plan
from loco_trainer.run import Run
from loco_trainer.stop import Stop
from loco_trainer.versions import versions

# So many rows' rendered prompts are hashed into `start`: TypeScript compares them with its own rendering.
RENDERED_ROWS = 8


def train(plan: Plan, events: Events, stop: Stop) -> bool:
    """Runs a plan; True when done, False when stopped with a checkpoint. Raises TrainerError."""
    started = time.monotonic()
    if plan.threads > 0:
        torch.set_num_threads(plan.threads)
    set_libraries_aside()
    device = pick_device(plan.device, plan.recipe.precision)
    remove_unfinished(plan.output)
    rows = read_rows(plan.rows)
    renderer = Renderer(load_tokenizer(plan))
    examples = [renderer.example(row) for row in rows]
    check_lengths(examples, plan.recipe.contextLength)
    model = load_model(plan, dtype=device.loads).to(device.torch_device)
    check_head(model, examples[0], device)
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
        rows=len(run.rows),
        steps=run.steps,
        tokens=run.tokens,
        parameters=sum(weight.numel() for weight in run.parameters.values()),
        heldOut=len(run.held_out),
        resumedAt=run.totals.steps,
        curve=run.curve(),
        rendered=rendered,
        specialTokens=renderer.special_tokens(),
        versions={**versions(), "kernels": kernels_used(device.dtype) if device.kind == "cpu" else "torch"},
        loadSeconds=round(time.monotonic() - started, 3),
    )
    if not run.to_the_end():
        return False
    totals, loss, weights = run.totals, run.mean_loss(), run.weights()
    validated, hardest = run.validated(), run.hardest()
    del run
    exact = device.torch_device
    if device.precision == "fp32":
        unfuse(model)
        put_weights(model, weights)
    else:
        del model
        # Layers and their forwards refer to each other; two models at once would be the peak of the run.
        release_memory()
        try:
            model = exact_model(plan, weights, exact)
        except torch.OutOfMemoryError:
            # In fp32 a base takes twice what it was trained in.
            exact = torch.device("cpu")
            model = exact_model(plan, weights, exact)
    by_id = {row.id: row for row in rows}
    asked = [renderer.example(replace(by_id[row.id], target=row.continuation)) for row in plan.parity]
    reference = parity_reference(model, asked, exact, plan.permuted)
    write_json(plan.output / "parity.json", reference)
    events.emit("parity", rows=len(reference))
    save_adapter(model, plan.output / "adapter_model.safetensors")
    events.emit(
        "done",
        steps=totals.steps,
        tokens=totals.tokens,
        seconds=round(totals.seconds, 3),
        tokensPerSecond=round(totals.tokens / totals.seconds, 1),
        finalLoss=loss,
        validation=validated,
        hardest=hardest,
        peakMemoryBytes=peak_memory_bytes(),
    )
    return True


def exact_model(plan: Plan, weights: dict[str, torch.Tensor], device: torch.device) -> Any:
    """The base in fp32 with trained LoRA weights in PEFT's own layers; what was trained is not in fp32."""
    model = add_lora(load_model(plan).to(device), plan.recipe)
    put_weights(model, weights)
    return model


@torch.no_grad()
def put_weights(model: Any, weights: dict[str, torch.Tensor]) -> None:
    for name, weight in trainable(model).items():
        weight.copy_(weights[name])
