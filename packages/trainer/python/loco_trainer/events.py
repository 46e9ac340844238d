"""One JSON object a line on stdout; everything that libraries print goes to stderr."""

import json
import os
import sys
from typing import TextIO


def claim_stdout() -> TextIO:
    """Keeps stdout for events: returns it, and points file descriptor 1 at stderr for everybody else."""
    events = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n", buffering=1)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return events


class Events:
    """Writes events. A reader that has gone away is not an error: the run goes on to its next checkpoint."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def emit(self, event: str, **fields: object) -> None:
        line = json.dumps({"event": event, **fields}, ensure_ascii=False, allow_nan=False)
        try:
            self._stream.write(line + "\n")
            self._stream.flush()
        except (BrokenPipeError, ValueError):
            pass
