"""When to stop: a run on a constant rate ends with a decay that begins where validation no longer improves.

Warm-up, plateau and decay in turn (Hu et al. 2024, MiniCPM, arXiv:2404.06395, section 4): unlike a cosine, the plateau
need not know how long it will be.
"""

import math
from dataclasses import dataclass, field

# A loss is better than the best if it is lower by this share of it.
IMPROVES = 0.02
# Steps of the decay, as a share of all steps up to its end.
DECAY = 0.25
# Below this mean loss in nats per answer token, with every answer right, there is nothing left to learn.
LEARNT = 0.01


@dataclass
class Stopping:
    """State of the decision. `last`: steps that the recipe's epochs allow; `patience`: checks without improvement."""

    last: int
    patience: int
    best: float = math.inf
    waited: int = 0
    decay_from: int | None = None
    checks: list[tuple[int, float]] = field(default_factory=list[tuple[int, float]])

    @property
    def end(self) -> int:
        """The step after which the run ends, as far as is known."""
        if self.decay_from is None:
            return self.last
        return min(self.last, self.decay_from + decay_steps(self.decay_from))

    def before(self, step: int) -> None:
        """Begins the decay before `step` (0-based) where no more steps are left than it takes."""
        if self.decay_from is None and step + decay_steps(step) >= self.last:
            self.decay_from = step

    def check(self, step: int, loss: float, all_right: bool) -> None:
        """Takes the validation loss after `step` steps."""
        self.checks.append((step, loss))
        if loss < self.best * (1 - IMPROVES):
            self.best, self.waited = loss, 0
        else:
            self.waited += 1
        learnt = all_right and loss < LEARNT
        if self.decay_from is None and (learnt or self.waited >= self.patience):
            self.decay_from = step

    def factor(self, step: int, warmup_steps: int) -> float:
        """The share of the peak rate at a step (0-based)."""
        if step < warmup_steps:
            return (step + 1) / warmup_steps
        if self.decay_from is None or step < self.decay_from:
            return 1.0
        return 1 - (step - self.decay_from) / max(1, self.end - self.decay_from)


def decay_steps(step: int) -> int:
    """Steps of a decay that begins after `step` steps: DECAY of all up to its end."""
    return max(1, math.ceil(step * DECAY / (1 - DECAY)))
