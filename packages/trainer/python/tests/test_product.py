import pytest
import torch

from loco_trainer.product import product


@pytest.mark.parametrize("rows", [1, 384, 385, 640, 1001])
def test_a_product_in_parts_is_the_whole_one(rows: int) -> None:
    order = torch.Generator().manual_seed(rows)
    given = torch.randn(rows, 24, generator=order).bfloat16()[:, :20]
    weight = torch.randn(20, 7, generator=order).bfloat16()
    threads = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        found = product(given, weight)
    finally:
        torch.set_num_threads(threads)
    assert torch.allclose(found.float(), (given.double() @ weight.double()).float(), rtol=1e-2, atol=1e-2)
