"""The one error that ends a run: it becomes an `error` event that TypeScript turns into a LocoError."""

import errno
import sys


class TrainerError(Exception):
    """What went wrong and what to do about it."""

    def __init__(self, code: str, message: str, fix: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.fix = fix


def known_failure(error: BaseException) -> TrainerError | None:
    """What a machine lacks, behind the many ways in which libraries say so; None for anything else."""
    text = str(error)
    system = error.errno if isinstance(error, OSError) else None
    # safetensors is written in Rust and says only in words what the system said.
    if system in (errno.ENOSPC, errno.EDQUOT) or "os error 28" in text or "os error 112" in text:
        return TrainerError(
            "no-space",
            "No space is left on the disk for the run's files.",
            "Free some space (loco cache --prune 30 helps), then run the same command again: it goes on from there.",
        )
    if isinstance(error, PermissionError):
        return TrainerError("not-writable", text, "Close the program that holds the file, then run the command again.")
    if isinstance(error, MemoryError) or "can't allocate memory" in text or "out of memory" in text:
        return TrainerError(
            "out-of-memory",
            "The machine has no memory left.",
            "Close other programs, then run the same command again; loco estimate says how much it takes.",
        )
    if isinstance(error, ImportError):
        return TrainerError(
            "environment-broken",
            f"The Python environment is damaged: {text}.",
            f"Remove the folder {sys.prefix} and run the same command again: it is made anew.",
        )
    return None
