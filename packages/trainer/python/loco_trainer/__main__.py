"""`python -m loco_trainer train <plan.json>`, `… probe` and `… base <asked.json>`."""

import argparse
import gc
import os
import sys
import traceback
from pathlib import Path

from loco_trainer.events import Events, claim_stdout
from loco_trainer.failure import TrainerError, known_failure
from loco_trainer.stop import Stop


def main() -> int:
    parser = argparse.ArgumentParser(prog="loco_trainer")
    parser.add_argument("--watch-stdin", action="store_true", help="stop when stdin says `stop` or ends")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("train").add_argument("plan", type=Path)
    commands.add_parser("base").add_argument("asked", type=Path)
    probe = commands.add_parser("probe")
    probe.add_argument("--threads", type=int, required=True)
    probe.add_argument("--device", default="auto", choices=["auto", "cpu", "cuda"])
    arguments = parser.parse_args()

    # What the libraries make as they are imported lives as long as this process: a quarter of the start went into
    # looking through it for garbage. `set_libraries_aside` turns the collection on.
    gc.disable()

    # Nothing here may reach a network: everything is in the plan.
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    events = Events(claim_stdout())
    stop = Stop()
    stop.on_signals()
    if arguments.watch_stdin:
        stop.on_stdin()
    try:
        if arguments.command == "probe":
            from loco_trainer.probe import probe_machine

            events.emit("probe", **probe_machine(arguments.device, arguments.threads))
            return 0
        if arguments.command == "base":
            from loco_trainer.base_reference import base_reference

            events.emit("base", **base_reference(arguments.asked))
            return 0
        from loco_trainer.plan import read_plan

        plan = read_plan(arguments.plan)
        from loco_trainer.train import train

        return 0 if train(plan, events, stop) else 130
    except TrainerError as error:
        events.emit("error", code=error.code, message=error.message, fix=error.fix)
    except Exception as error:
        traceback.print_exception(error)
        known = known_failure(error) or TrainerError(
            "trainer-crashed", f"{type(error).__name__}: {error}", "The log beside the run has the whole traceback."
        )
        events.emit("error", code=known.code, message=known.message, fix=known.fix)
    return 1


if __name__ == "__main__":
    sys.exit(main())
