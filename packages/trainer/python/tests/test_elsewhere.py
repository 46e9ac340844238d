import subprocess
import sys
from pathlib import Path

import torch

from loco_trainer.elsewhere import failure_of, machine
from loco_trainer.narrator import Narrator, in_words

PROGRAM = """
import sys
sys.version_info = (3, 9, 1)
from loco_trainer.preflight import check_machine
check_machine({})
"""


def test_an_old_python_is_told_what_is_needed() -> None:
    project = Path(__file__).parent.parent
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"This needs Python 3.11 or later; this is {sys.version.split()[0]}.",
        "Fix: start it with a newer Python, or let uv bring one: uv run <this script>",
    ]


def test_a_full_gpu_is_told_from_a_full_machine() -> None:
    gpu = failure_of(torch.cuda.OutOfMemoryError("CUDA out of memory"))
    assert (gpu.code, "--device cpu" in gpu.fix) == ("no-gpu-memory", True)
    assert failure_of(MemoryError()).code == "out-of-memory"
    assert failure_of(KeyError("x")).message == "KeyError: 'x'"


def test_the_machine_is_described_as_a_lock_does() -> None:
    assert set(machine()) == {"os", "cpu", "threads", "memoryBytes", "accelerator"}


def test_events_are_sentences_and_the_first_and_last_are_kept() -> None:
    said: list[str] = []
    narrator = Narrator(said.append)
    start = {"rows": 3, "heldOut": 16, "tokens": 90, "steps": 2, "precision": "fp32"}
    narrator.emit("start", **start, deviceName="x86", device="cpu", resumedAt=1)
    progress = {"steps": 2, "learningRate": 1.0, "tokens": 40, "tokensPerSecond": 99.6}
    narrator.emit("progress", step=1, loss=1.23456, secondsLeft=200, **progress)
    narrator.emit("halved", microBatchTokens=384)
    narrator.emit("validation", step=1, loss=0.75, right=0.5, rows=16)
    narrator.emit("progress", step=2, loss=0.5, secondsLeft=0, **progress)
    narrator.emit("checkpoint", step=2)
    narrator.emit("done", finalLoss=0.5)
    assert said == [
        "3 rows and 16 held out to measure on, 90 tokens, 2 steps, fp32 on x86.",
        "Going on at step 1.",
        "step 1 of 2, loss 1.235, 100 tokens/s, 3 min left",
        "Too little memory: going on with 384 tokens at once.",
        "held out, after step 1: loss 0.750, 50 % right",
        "step 2 of 2, loss 0.500, 100 tokens/s",
    ]
    assert [kept["event"] for kept in narrator.kept.values()] == ["start", "done"]
    assert in_words(89) == "89 s"
