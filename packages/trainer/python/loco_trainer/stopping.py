"""When a run stops, and at which rate it learns until then.

Schedule `auto` warms up, stays, and decays (Hu et al. 2024, MiniCPM, arXiv:2404.06395, section 4): unlike a cosine, a
rate that stays need not know for how long. The decay begins where validation no longer improves, or has nothing left to
improve, or where no more steps are left than the decay takes.
"""

import math
from dataclasses import dataclass

# A loss is better than the best if it is lower by this share of it.
IMPROVES = 0.02
# Steps of the decay, as a share of all steps up to its end.
DECAY = 0.25
# Below this mean loss in nats per answer token, with every answer right, there is nothing left to learn.
LEARNT = 0.01


@dataclass
class Stopping:
    """`last`: steps that the recipe's epochs allow; `patience`: checks without improvement that begin the decay."""

    last: int
    schedule: str
    warmup: float
    patience: int
    best: float = math.inf
    lowest: float = math.inf
    waited: int = 0
    decay_from: int | None = None

    @property
    def end(self) -> int:
        """The step after which the run ends, as far as is known."""
        if self.decay_from is None:
            return self.last
        return min(self.last, self.decay_from + decay_steps(self.decay_from))

    def check(self, step: int, loss: float, all_right: bool) -> None:
        """Takes the validation loss after `step` steps."""
        self.lowest = min(self.lowest, loss)
        if loss < self.best * (1 - IMPROVES):
            self.best, self.waited = loss, 0
        elif step >= math.ceil(self.last * self.warmup):
            # While the rate still rises, nothing is said by a loss that does not fall.
            self.waited += 1
        enough = self.waited >= self.patience or (all_right and loss < LEARNT)
        if self.schedule == "auto" and self.decay_from is None and enough:
            self.decay_from = step

    def factor(self, step: int) -> float:
        """The share of the peak rate at a step (0-based): a linear rise, then what the schedule says."""
        rise = math.ceil(self.last * self.warmup)
        if step < rise:
            return (step + 1) / rise
        if self.schedule == "constant":
            return 1.0
        if self.schedule == "auto":
            if self.decay_from is None and step + decay_steps(step) >= self.last:
                self.decay_from = step
            start = self.end if self.decay_from is None else self.decay_from
            return min(1.0, 1 - (step - start) / max(1, self.end - start)) if step >= start else 1.0
        progress = (step - rise) / max(1, self.last - rise)
        return 1 - progress if self.schedule == "linear" else (1 + math.cos(math.pi * progress)) / 2


def decay_steps(step: int) -> int:
    """Steps of a decay that begins after `step` steps: DECAY of all up to its end."""
    return max(1, math.ceil(step * DECAY / (1 - DECAY)))
