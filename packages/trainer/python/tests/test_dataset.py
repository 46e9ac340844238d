import json
from pathlib import Path

import pytest

from loco_trainer.dataset import Example, check_lengths, read_rows
from loco_trainer.failure import TrainerError


def test_a_text_may_hold_what_python_takes_for_the_end_of_a_line(tmp_path: Path) -> None:
    texts = ["a\u2028b", "c\u0085d", "e\x1cf", "g\x0bh"]
    rows = [
        {"id": str(at), "messages": [{"role": "user", "content": text}], "target": text}
        for at, text in enumerate(texts)
    ]
    file = tmp_path / "rows.jsonl"
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8", newline="\n")
    # JSON escapes the control characters; the two others stand as they are.
    assert [row.target for row in read_rows(file)] == texts


def test_no_rows_and_broken_rows_are_errors(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text("")
    with pytest.raises(TrainerError, match="no training rows"):
        read_rows(file)
    file.write_text('{"id": "a"}\n')
    with pytest.raises(TrainerError, match=r"Line 1 of rows\.jsonl is no row"):
        read_rows(file)


def test_a_row_that_is_too_long_is_named_with_its_line() -> None:
    examples = [Example("short", [1, 2], [3]), Example("long", [1] * 9, [2])]
    with pytest.raises(TrainerError, match=r"data/train.jsonl:2: row long has 10 tokens"):
        check_lengths(examples, 9)
