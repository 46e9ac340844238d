"""Products by a processor's tiles against torch's, on sides that are whole tiles and tokens that are not."""

import pytest
import torch

from loco_trainer.compiled import compiled
from loco_trainer.frozen_weight import FrozenWeight, PlainWeight
from loco_trainer.tiles import TiledWeight, can_tile

OUT, WIDTH, MORE = 96, 160, 32


def drawn(*shape: int, seed: int) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed)).bfloat16()


def wide() -> torch.Tensor:
    made = drawn(OUT, WIDTH + MORE, seed=0)
    made[:, WIDTH:] = 0
    return made


@pytest.fixture
def tiled() -> TiledWeight:
    library = compiled(torch.bfloat16)
    if library is None or not can_tile(library, wide(), WIDTH):
        pytest.skip("no tiles")
    return TiledWeight(library, wide(), WIDTH)


def alike(found: torch.Tensor, own: torch.Tensor) -> None:
    assert found.shape == own.shape
    assert torch.allclose(found.float(), own.float(), rtol=2e-2, atol=2e-2 * float(own.float().abs().max()))


@pytest.mark.parametrize("tokens", [1, 15, 16, 17, 31, 32, 33, 64, 100, 640, 3001])
def test_both_directions_with_a_lora_in_the_tail(tiled: TiledWeight, tokens: int) -> None:
    plain = PlainWeight(wide(), WIDTH)
    for step in range(2):
        lora = drawn(OUT, 5, seed=7 + step)
        for weight in (plain, tiled):
            weight.tail[:, :5] = lora
            weight.refresh(5)
        # Parts of wider tensors.
        given = drawn(tokens, WIDTH + MORE + 8, seed=1)[:, : WIDTH + MORE]
        grad = drawn(tokens, OUT + 16, seed=2)[:, :OUT]
        alike(tiled.times(given), plain.times(given))
        alike(tiled.back(grad), plain.back(grad))


def test_exact_numbers_come_out_exactly(tiled: TiledWeight) -> None:
    given, own = torch.eye(WIDTH + MORE).bfloat16(), wide()
    assert torch.equal(tiled.times(given), own.t())
    assert torch.equal(tiled.back(torch.eye(OUT).bfloat16()), own)


def test_sides_that_are_no_whole_tiles_are_left_to_torch() -> None:
    library = compiled(torch.bfloat16)
    if library is not None:
        assert not can_tile(library, drawn(OUT, WIDTH + 8, seed=0), WIDTH)
        assert not can_tile(library, drawn(OUT, WIDTH + MORE, seed=0).float(), WIDTH)


def test_a_layer_keeps_its_shape(tiled: TiledWeight) -> None:
    weights: list[FrozenWeight] = [tiled, PlainWeight(wide(), WIDTH)]
    assert {weight.layer(slice(32, 96)).shape for weight in weights} == {(64, WIDTH)}
    assert tiled.layer(slice(0, 8)).isnan().all()


def test_a_processor_whose_products_are_wrong_is_not_trusted() -> None:
    class Wrong:
        def tiles(self) -> int:
            return 1

        def pack(self, *_: object) -> None: ...

        def multiply(self, *_: object) -> None: ...

    assert not can_tile(Wrong(), wide(), WIDTH)  # pyright: ignore
