import pytest

from loco_trainer.device import cuda_precision, pick_device
from loco_trainer.failure import TrainerError


@pytest.mark.parametrize(
    ("capability", "precision"),
    [((9, 0), "bf16"), ((8, 0), "bf16"), ((7, 5), "fp16"), ((7, 0), "fp16"), ((6, 1), "fp32"), ((6, 0), "fp16")],
)
def test_precision_by_capability(capability: tuple[int, int], precision: str) -> None:
    assert cuda_precision(capability) == precision


def test_a_cpu_does_not_train_in_fp16() -> None:
    with pytest.raises(TrainerError, match="fp16"):
        pick_device("cpu", "fp16")
