"""Trains away from the class repository: the program of the script that `loco bundle` writes."""

import argparse
import json
import os
import platform
import shutil
import sys
import traceback
from pathlib import Path
from typing import Any

import torch

from loco_trainer.base import load_tokenizer
from loco_trainer.bundle import Bundle, check_prompts, local_plan, parse_bundle, require_data
from loco_trainer.dataset import Renderer
from loco_trainer.failure import TrainerError, known_failure
from loco_trainer.fetch_base import obtain_base
from loco_trainer.files import write_tensors
from loco_trainer.narrator import Narrator
from loco_trainer.plan import Plan
from loco_trainer.stop import Stop
from loco_trainer.train import train
from loco_trainer.versions import versions

RESULT = "adapter_model.safetensors"
# What the trainer advises where it runs under `loco train`, and what helps here.
_FIXES = {
    "no-cuda": "Leave --device out, or take a machine with a GPU (Colab: Runtime > Change runtime type).",
    "no-space": "Free some space, then run this again: it goes on where it stopped.",
    "out-of-memory": "Close other programs, then run this again: it goes on where it stopped.",
    "row-too-large": "Shorten the longest rows, or train fewer blocks (train.topLayers), and run loco bundle again.",
    "environment-broken": "Install the libraries again; their versions stand at the top of this script.",
    "trainer-crashed": "Run this again: it goes on where it stopped. If it fails again, report the lines above.",
}


def run_elsewhere(bundle_text: str, folder: Path) -> int:
    """Trains what a bundle describes; `folder` holds its data file and gets the result. Returns the exit code."""
    bundle = parse_bundle(bundle_text)
    parser = argparse.ArgumentParser(description=f"Trains {bundle.title} and writes {RESULT}.")
    parser.add_argument("--base", type=Path, help=f"{bundle.base.name}, where it is here already (else: downloaded)")
    parser.add_argument("--device", default="auto", choices=["auto", "cpu", "cuda"], help="default: a GPU if there is")
    parser.add_argument("--threads", type=int, default=0, help="CPU threads (default: torch's own choice)")
    parser.add_argument("--out", type=Path, default=folder / RESULT, help=f"default: {RESULT} beside this script")
    options = parser.parse_args()
    try:
        return 0 if _train(bundle, folder, options) else 130
    except TrainerError as error:
        failure = error
    except Exception as error:
        failure = failure_of(error)
        if failure.code == "trainer-crashed":
            traceback.print_exception(error)
    print(f"\n{failure.message}\nFix: {_FIXES.get(failure.code, failure.fix)}\n({failure.code})", file=sys.stderr)
    return 1


def _train(bundle: Bundle, folder: Path, options: argparse.Namespace) -> bool:
    _say(f"{bundle.title}: one LoRA on {bundle.base.title}.")
    _warn_of_versions(bundle)
    rows = folder / bundle.data.name
    require_data(rows, bundle.data)
    base = obtain_base(bundle.base, options.base, folder, _say)
    output = folder / bundle.run
    plan = local_plan(bundle, base, rows.resolve(), output.resolve(), options.device, options.threads)
    _say("Reading the base. Time left is said once training has begun; Ctrl-C is safe, the next start goes on.")
    check_prompts(rows, Renderer(load_tokenizer(plan)))
    stop = Stop()
    stop.on_signals()
    narrator = Narrator(_say)
    if not train(plan, narrator, stop):
        _say(f"Interrupted; a checkpoint is in {output}. Run the same command again: it goes on there.")
        return False
    _write_result(bundle, plan, narrator, options.out)
    shutil.rmtree(output)
    loss = narrator.kept["done"]["finalLoss"]
    _say(f"Done, loss {loss:.3f}. The result: {options.out}")
    _say(f"Take it to your class folder and type: loco import {bundle.origin['adapter']} {options.out.name}")
    return True


def _write_result(bundle: Bundle, plan: Plan, narrator: Narrator, out: Path) -> None:
    """The trained weights as they are, with where they come from in their metadata."""
    from safetensors.torch import load_file

    parity = json.loads((plan.output / "parity.json").read_text(encoding="utf-8"))
    content = {**bundle.origin, **narrator.kept, "parity": parity, "machine": machine()}
    metadata = {"loco": json.dumps(content, sort_keys=True, allow_nan=False)}
    write_tensors(out, load_file(plan.output / RESULT), metadata)


def _warn_of_versions(bundle: Bundle) -> None:
    # What follows a plus sign names torch's build, such as 2.15.0+cu130.
    have = {name: version.partition("+")[0] for name, version in versions().items()}
    other = [f"{name} {have[name]} ({pin})" for name, pin in bundle.pins.items() if have.get(name, pin) != pin]
    if other:
        _say(f"Other versions here than LocoLLM's own: {', '.join(other)}. The result says so, and is checked.")


def failure_of(error: Exception) -> TrainerError:
    if isinstance(error, torch.cuda.OutOfMemoryError):
        return TrainerError(
            "no-gpu-memory",
            "The GPU has no memory left.",
            "End other programs on the GPU (Colab: Runtime > Restart session) and run this again: it goes on where it "
            "stopped. Or train on the processor: --device cpu",
        )
    known = known_failure(error)
    return known or TrainerError("trainer-crashed", f"{type(error).__name__}: {error}", "")


def machine() -> dict[str, Any]:
    """This machine, as a lock records it."""
    accelerator = torch.cuda.get_device_name() if torch.cuda.is_available() else None
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") if hasattr(os, "sysconf") else 0
    return {
        "os": f"{platform.system()} {platform.release()}",
        "cpu": _processor(),
        "threads": os.cpu_count() or 1,
        "memoryBytes": memory,
        "accelerator": accelerator,
    }


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    lines = information.read_text(encoding="utf-8").splitlines() if information.is_file() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def _say(line: str) -> None:
    print(line, flush=True)
