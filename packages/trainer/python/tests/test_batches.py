import pytest

from loco_trainer.batches import Schedule, epoch_batches, micro_batches, total_steps
from loco_trainer.dataset import Example
from loco_trainer.packing import packed_length

LENGTHS = [(at * 37) % 90 + 5 for at in range(533)]


def test_an_epoch_holds_every_row_once() -> None:
    batches = epoch_batches(LENGTHS, 16, seed=1, epoch=0)
    assert sorted(row for batch in batches for row in batch) == list(range(533))
    assert len(batches) == 34


def test_the_order_depends_on_seed_and_epoch_alone() -> None:
    assert epoch_batches(LENGTHS, 16, 1, 0) == epoch_batches(LENGTHS, 16, 1, 0)
    assert epoch_batches(LENGTHS, 16, 1, 0) != epoch_batches(LENGTHS, 16, 1, 1)
    assert epoch_batches(LENGTHS, 16, 1, 0) != epoch_batches(LENGTHS, 16, 2, 0)


def test_rows_of_a_batch_are_of_similar_length() -> None:
    batches = epoch_batches(LENGTHS, 16, 1, 0)
    padded = sum(max(LENGTHS[row] for row in batch) * len(batch) for batch in batches)
    assert padded < 1.1 * sum(LENGTHS)


def test_a_batch_is_found_without_those_before_it() -> None:
    walked = Schedule(LENGTHS, 16, 1)
    assert [walked.batch(step) for step in range(70)][-1] == Schedule(LENGTHS, 16, 1).batch(69)


@pytest.mark.parametrize(
    ("rows", "epochs", "steps"), [(16, 1, 1), (17, 1, 2), (17, 2, 4), (160, 0.25, 3), (3, 0.01, 1)]
)
def test_steps(rows: int, epochs: float, steps: int) -> None:
    assert total_steps(rows, 16, epochs) == steps


def test_micro_batches_keep_every_row_and_the_limit() -> None:
    examples = [Example(str(at), [at] * length, [1]) for at, length in enumerate(LENGTHS[:40])]
    parts = micro_batches(examples, 300)
    assert sorted(one.id for part in parts for one in part) == sorted(one.id for one in examples)
    assert all(packed_length(part) <= 300 for part in parts)


def test_a_row_above_the_limit_stands_alone() -> None:
    long = Example("long", [0] * 700, [1])
    assert micro_batches([long, Example("short", [2], [1])], 300)[-1] == [long]
