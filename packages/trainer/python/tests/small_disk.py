import os
import subprocess
import sys
from pathlib import Path

import pytest


def run_on_small_disk(folder: Path, script: str) -> subprocess.CompletedProcess[str]:
    """Runs Python with `folder`, its first argument, on a disk of one megabyte; skips where none can be mounted."""
    mount = 'mount -t tmpfs -o size=1m tmpfs "$0" && exec "$@"'
    command = ["unshare", "-rm", "sh", "-c", mount, str(folder), sys.executable, "-c", script, str(folder)]
    here = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=here)
    if "mount" in done.stderr or "unshare" in done.stderr:
        pytest.skip("this user may not mount a disk")
    return done
