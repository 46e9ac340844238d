"""The C in `kernels/`, compiled for this processor, where there is a compiler whose threads are torch's own.

Between two products a block goes over its numbers once, where torch's operations go over them several times; that
is half of a step in bf16. Nothing needs it: without it the same is computed by torch.
"""

import ctypes
import functools
import hashlib
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import torch

KERNELS = Path(__file__).parent / "kernels"
# No sum in another order than written, but where a loop says so: the same bytes from the same compiler.
FLAGS = ["-O3", "-march=native", "-fopenmp", "-fPIC", "-shared", "-fno-math-errno", "-fno-trapping-math"]
if platform.machine() == "x86_64":
    # A compiler takes half of what a processor with AVX-512 has, unless told.
    FLAGS.append("-mprefer-vector-width=512")


@functools.cache
def compiled(dtype: torch.dtype) -> ctypes.CDLL | None:
    """For stacks of this type; None where this machine cannot compile or load it."""
    name = kernels_name()
    if name is None or dtype not in (torch.float32, torch.bfloat16):
        return None
    kind = "bf16" if dtype == torch.bfloat16 else "fp32"
    try:
        return ctypes.CDLL(str(_made(Path(sys.prefix) / "kernels" / f"{name}-{kind}.so", kind)))
    except (OSError, subprocess.SubprocessError):
        return None


def kernels_used(dtype: torch.dtype) -> str:
    """The name of what computes between products of this type here: the C's, or torch."""
    return (kernels_name() or "torch") if compiled(dtype) is not None else "torch"


@functools.cache
def kernels_name() -> str | None:
    """Of source, compiler and what it may use of this processor; None where there is none."""
    compiler = _compiler()
    sources = sorted(KERNELS.glob("*.[ch]"))
    if compiler is None or not sources or not _threads_of_torch().exists():
        return None
    try:
        # Says the compiler's version and the processor's instructions: a home may be shared by unlike machines.
        macros = subprocess.run([compiler, *FLAGS, "-dM", "-E", "-x", "c", os.devnull], capture_output=True, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    parts = [" ".join(FLAGS).encode(), macros.stdout, *(source.read_bytes() for source in sources)]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]


def _compiler() -> str | None:
    if sys.platform != "linux" or os.environ.get("LOCO_KERNELS") == "off":
        return None
    return shutil.which("cc") or shutil.which("gcc")


def _threads_of_torch() -> Path:
    """A second set of threads beside torch's would take its processors from it."""
    return Path(torch.__file__).parent / "lib" / "libgomp.so.1"


def _made(library: Path, kind: str) -> Path:
    if not library.exists():
        library.parent.mkdir(exist_ok=True)
        unfinished = library.with_suffix(f".{os.getpid()}")
        sources = [str(source) for source in sorted(KERNELS.glob("*.c"))]
        command = [str(_compiler()), *FLAGS, *(["-DBF16"] if kind == "bf16" else []), *sources, "-o", str(unfinished)]
        subprocess.run([*command, str(_threads_of_torch()), "-lm"], capture_output=True, check=True)
        unfinished.replace(library)
    return library
