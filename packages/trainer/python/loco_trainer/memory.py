"""How much memory this process held at most, and giving back what it no longer uses."""

import atexit
import ctypes
import gc
import importlib
import sys


def peak_memory_bytes() -> int:
    """Resident set, in bytes; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def set_libraries_aside() -> None:
    """Imports what a training needs and takes it out of every later collection, which it lives longer than."""
    importlib.import_module("peft")
    transformers = importlib.import_module("transformers")
    for name in ("AutoModelForCausalLM", "AutoTokenizer"):
        getattr(transformers, name)
    gc.freeze()
    gc.enable()
    if "triton" in sys.modules:
        # It complains at the end of what is never collected.
        atexit.register(gc.unfreeze)


def release_memory() -> None:
    """Collects what only refers to itself; glibc gives freed blocks below 32 MB back only when it is told to."""
    gc.collect()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
