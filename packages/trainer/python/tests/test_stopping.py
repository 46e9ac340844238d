import itertools

import pytest

from loco_trainer.stopping import DECAY, Stopping


def rates(schedule: str, losses: dict[int, float], last: int = 100, patience: int = 2) -> list[float]:
    """The rate of every step of a run that is told these validation losses."""
    stopping = Stopping(last, schedule, 0.1, patience)
    found: list[float] = []
    for step in itertools.count():
        if step >= stopping.end:
            return found
        found.append(stopping.factor(step))
        if step + 1 in losses:
            stopping.check(step + 1, losses[step + 1], all_right=losses[step + 1] == 0)
    raise AssertionError


@pytest.mark.parametrize("schedule", ["linear", "cosine", "auto"])
def test_the_rate_rises_then_falls(schedule: str) -> None:
    found = rates(schedule, {})
    assert len(found) == 100
    assert found[9] == 1
    assert found[:10] == sorted(found[:10])
    assert found[10:] == sorted(found[10:], reverse=True)
    assert 0 < found[-1] < 0.05


def test_a_constant_rate_stays() -> None:
    assert set(rates("constant", {})[10:]) == {1.0}


def test_a_run_without_checks_decays_over_its_last_quarter() -> None:
    found = rates("auto", {})
    assert found[74] == 1 and found[76] < 1
    assert sum(rate < 1 for rate in found[10:]) == pytest.approx(100 * DECAY, abs=1)


def test_a_run_that_no_longer_improves_decays_at_once_and_stops() -> None:
    found = rates("auto", {10: 1.0, 20: 0.5, 30: 0.51, 40: 0.5})
    assert found[39] == 1 and found[41] < 1
    assert len(found) == 40 + 14


def test_a_run_that_has_nothing_left_to_learn_stops_sooner() -> None:
    assert len(rates("auto", {10: 1.0, 20: 0.0})) == 20 + 7


def test_small_gains_are_no_improvement_and_the_lowest_loss_is_known() -> None:
    stopping = Stopping(100, "auto", 0, 3)
    for step, loss in enumerate([1.0, 0.99, 0.985, 0.981]):
        stopping.check(step, loss, all_right=False)
    assert stopping.decay_from == 3
    assert stopping.lowest == 0.981


def test_checks_while_the_rate_rises_are_no_reason_to_stop() -> None:
    stopping = Stopping(100, "auto", 0.3, 2)
    for step in (8, 16, 24):
        stopping.check(step, 1.0, all_right=False)
    assert stopping.decay_from is None
    for step in (32, 40):
        stopping.check(step, 1.0, all_right=False)
    assert stopping.decay_from == 40


def test_other_schedules_run_to_their_end() -> None:
    assert len(rates("linear", {10: 1.0, 20: 1.0, 30: 1.0, 40: 1.0, 50: 0.0})) == 100
