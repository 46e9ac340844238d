"""In processes of their own: signals are a process's."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")

SCRIPT = """
import time
from loco_trainer.stop import Stop
stop = Stop()
stop.on_signals()
stop.on_stdin()
print("ready", flush=True)
while not stop.requested:
    time.sleep(0.01)
print("asked", flush=True)
time.sleep(1)
print("whole", flush=True)
"""


@pytest.fixture
def running() -> subprocess.Popen[str]:
    folder = Path(__file__).parent.parent
    child = subprocess.Popen(
        [sys.executable, "-c", SCRIPT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=folder
    )
    assert child.stdout is not None and child.stdout.readline() == "ready\n"
    return child


@pytest.mark.parametrize("first", ["signal", "stop"])
def test_a_signal_and_the_parents_word_for_it_are_one(running: subprocess.Popen[str], first: str) -> None:
    assert running.stdin is not None and running.stdout is not None

    def say() -> None:
        assert running.stdin is not None
        running.stdin.write("stop\n")
        running.stdin.flush()

    def interrupt() -> None:
        running.send_signal(signal.SIGINT)

    order = (interrupt, say) if first == "signal" else (say, interrupt)
    order[0]()
    assert running.stdout.readline() == "asked\n"
    order[1]()
    assert running.communicate()[0] == "whole\n"
    assert running.returncode == 0


def test_a_second_signal_ends_at_once(running: subprocess.Popen[str]) -> None:
    assert running.stdout is not None
    running.send_signal(signal.SIGINT)
    assert running.stdout.readline() == "asked\n"
    running.send_signal(signal.SIGTERM)
    assert running.communicate()[0] == ""
    assert running.returncode == 130
