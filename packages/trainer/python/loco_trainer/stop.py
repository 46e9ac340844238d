"""Asks a run to stop after its current step: a signal, or the parent's end of our stdin."""

import os
import signal
import sys
import threading
from types import FrameType


class Stop:
    def __init__(self) -> None:
        self._event = threading.Event()
        self._signals = 0

    @property
    def requested(self) -> bool:
        return self._event.is_set()

    def on_signals(self) -> None:
        """Ctrl-C, SIGTERM and a terminal that is closed; a second one ends the process at once."""
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self._signalled)

    def on_stdin(self) -> None:
        """The parent writes `stop`, or is gone (even after a kill -9) when our stdin ends. Works on Windows as well."""
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        for line in sys.stdin:
            if line.strip() == "stop":
                break
        self._event.set()

    def _signalled(self, _number: int, _frame: FrameType | None) -> None:
        # A terminal signals us and the parent, which then writes `stop`: that is one Ctrl-C.
        self._signals += 1
        if self._signals > 1:
            os._exit(130)
        self._event.set()
