import errno
import sys
from pathlib import Path

import pytest
import torch
from small_disk import run_on_small_disk

from loco_trainer.failure import TrainerError, known_failure
from loco_trainer.files import remove_unfinished


def code(error: BaseException) -> str | None:
    known = known_failure(error)
    return None if known is None else known.code


def test_what_the_machine_lacks_is_named() -> None:
    assert code(OSError(errno.ENOSPC, "No space left on device")) == "no-space"
    assert code(PermissionError(errno.EACCES, "Permission denied")) == "not-writable"
    assert code(MemoryError()) == "out-of-memory"
    assert code(ModuleNotFoundError("No module named 'torch'")) == "environment-broken"
    assert code(ValueError("anything else")) is None


def test_torch_says_in_words_that_memory_is_short() -> None:
    with pytest.raises(RuntimeError) as caught:
        torch.empty(1 << 55, dtype=torch.uint8)
    assert code(caught.value) == "out-of-memory"


@pytest.mark.skipif(sys.platform != "linux", reason="needs user namespaces")
def test_safetensors_says_in_words_that_the_disk_is_full(tmp_path: Path) -> None:
    write = (
        "import sys, torch; from pathlib import Path; from loco_trainer.failure import known_failure\n"
        "from loco_trainer.files import write_tensors\n"
        "try: write_tensors(Path(sys.argv[1]) / 'w.safetensors', {'a': torch.zeros(1 << 20)}, {})\n"
        "except Exception as error: print(known_failure(error).code)\n"
    )
    done = run_on_small_disk(tmp_path, write)
    assert done.stdout.strip() == "no-space", done.stderr


def test_what_a_killed_run_left_half_written_is_removed(tmp_path: Path) -> None:
    for name in ("checkpoint.safetensors.4711.tmp", "checkpoint.safetensors", "plan.json"):
        (tmp_path / name).write_text("x")
    remove_unfinished(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["checkpoint.safetensors", "plan.json"]


def test_an_error_keeps_what_to_do() -> None:
    error = TrainerError("diverged", "It diverged.", "Lower the rate.")
    assert (str(error), error.fix) == ("It diverged.", "Lower the rate.")
