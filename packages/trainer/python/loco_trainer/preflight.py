"""What a machine must have before torch is imported: said plainly, in place of a traceback."""

import importlib.util
import io
import os
import platform
import sys
import warnings


def check_machine(pins: "dict[str, str]") -> None:
    """Ends the process with a fix where Python is too old or a library of `pins` (name to version) is missing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A console that cannot show a sign of a title is no reason to stop.
            stream.reconfigure(errors="replace")
    if sys.version_info < (3, 11):  # noqa: UP036 - the script that this goes into runs wherever somebody starts it
        sys.exit(
            f"This needs Python 3.11 or later; this is {platform.python_version()}.\n"
            "Fix: start it with a newer Python, or let uv bring one: uv run <this script>"
        )
    missing = [name for name in pins if importlib.util.find_spec(name) is None]
    if missing:
        wanted = " ".join(f"{name}=={pins[name]}" for name in missing)
        sys.exit(f"Missing here: {', '.join(missing)}.\nFix: {sys.executable} -m pip install {wanted}")
    # The base is a file that we checked: nothing but its download reaches a network.
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    warnings.filterwarnings("ignore")
    os.environ.setdefault("TQDM_DISABLE", "1")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    # As `loco train` sets them: waiting threads that spin for long take the cores from others, and few kernels are used
    # again.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    os.environ.setdefault("GOMP_SPINCOUNT", "100000")
    os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "256")
