import pytest
import torch

from loco_trainer.dataset import Example
from loco_trainer.plan import Recipe


@pytest.fixture
def recipe() -> Recipe:
    return a_recipe()


def a_recipe() -> Recipe:
    targets = ["q", "k", "v", "o", "gate", "up", "down"]
    return Recipe("lora", 4, 8, 0, targets, None, 1e-2, "linear", 0.1, 0, 1, 2, 4, 0, 1, 64, "fp32", 7)


@pytest.fixture
def examples() -> list[Example]:
    return some_examples()


def some_examples() -> list[Example]:
    order = torch.Generator().manual_seed(3)

    def ids(count: int) -> list[int]:
        return torch.randint(0, 96, (count,), generator=order).tolist()

    return [Example(f"row-{at}", ids(3 + at % 5), ids(1 + at % 4)) for at in range(13)]
