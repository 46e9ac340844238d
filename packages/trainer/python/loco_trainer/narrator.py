"""A run's events as sentences for whoever watches it."""

import time
from collections.abc import Callable
from typing import Any

from loco_trainer.events import Events

# A line of progress at most every so many seconds.
_PAUSE = 5.0


class Narrator(Events):
    """Keeps the `start` and `done` events, which go into the result, and says what happens."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._said_at = 0.0
        self.kept: dict[str, dict[str, Any]] = {}

    def emit(self, event: str, **fields: Any) -> None:
        if event in ("start", "done"):
            self.kept[event] = {"event": event, **fields}
        if event == "start":
            where = f"{fields['precision']} on {fields['deviceName'] or fields['device']}"
            held = f" and {fields['heldOut']} held out to measure on" if fields["heldOut"] else ""
            self._say(f"{fields['rows']} rows{held}, {fields['tokens']} tokens, {fields['steps']} steps, {where}.")
            if fields["resumedAt"] > 0:
                self._say(f"Going on at step {fields['resumedAt']}.")
        elif event == "progress":
            self._progress(fields)
        elif event == "validation":
            right = round(100 * fields["right"])
            self._say(f"held out, after step {fields['step']}: loss {fields['loss']:.3f}, {right} % right")
        elif event == "halved":
            self._say(f"Too little memory: going on with {fields['microBatchTokens']} tokens at once.")
        elif event == "parity":
            self._say("Trained. Noted down what the adapter answers, for LocoLLM to compare.")

    def _progress(self, at: dict[str, Any]) -> None:
        now = time.monotonic()
        last = at["step"] == at["steps"]
        if last or now - self._said_at >= _PAUSE:
            self._said_at = now
            left = "" if last else f", {in_words(at['secondsLeft'])} left"
            speed = f"{at['tokensPerSecond']:.0f} tokens/s"
            self._say(f"step {at['step']} of {at['steps']}, loss {at['loss']:.3f}, {speed}{left}")


def in_words(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"
