"""The C against torch's own operations, on numbers whose sizes are no multiple of anything."""

import ctypes
import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from loco_trainer.block_steps import Norm, Turn
from loco_trainer.compiled import compiled, kernels_name
from loco_trainer.compiled_rows import CompiledRows
from loco_trainer.compiled_steps import CompiledSteps
from loco_trainer.rows import row_layout
from loco_trainer.steps import ACTS, LoraPart, TorchSteps
from loco_trainer.torch_rows import TorchRows

TOLERANCES = {torch.float32: 2e-5, torch.bfloat16: 2e-2}
TOKENS, WIDTH, HEADS, GROUPS, SIZE = 37, 75, 6, 2, 14


@pytest.fixture(params=list(TOLERANCES), ids=["fp32", "bf16"])
def dtype(request: pytest.FixtureRequest) -> torch.dtype:
    return request.param


@pytest.fixture
def library(dtype: torch.dtype) -> ctypes.CDLL:
    found = compiled(dtype)
    if found is None:
        pytest.skip("no compiler")
    return found


def drawn(*shape: int, dtype: torch.dtype = torch.float32, seed: int = 0) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed)).to(dtype)


def part(tokens: int, width: int, dtype: torch.dtype, seed: int = 0) -> torch.Tensor:
    """Columns of a wider tensor."""
    return drawn(tokens, width + 9, dtype=dtype, seed=seed)[:, :width]


def alike(found: torch.Tensor, own: torch.Tensor, dtype: torch.dtype) -> None:
    assert found.shape == own.shape
    error = torch.linalg.vector_norm(found.float() - own.float()) / torch.linalg.vector_norm(own.float())
    assert error < TOLERANCES[dtype]


def test_norms(library: ctypes.CDLL, dtype: torch.dtype) -> None:
    norm, x = Norm(drawn(WIDTH, seed=1), 1e-5), drawn(TOKENS, WIDTH)
    grad, more = part(TOKENS, WIDTH, dtype, seed=2), drawn(TOKENS, WIDTH, seed=3)
    answers: list[list[torch.Tensor]] = []
    for steps in (TorchSteps(), CompiledSteps(library)):
        out = part(TOKENS, WIDTH, dtype, seed=4)
        inverse = steps.norm(norm, x, out)
        gradients = [steps.norm_gradient(norm, grad, x, inverse, top) for top in (None, more)]
        answers.append([out, inverse, *gradients])
    for own, found in zip(*answers, strict=True):
        alike(found, own, dtype)


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_gates(library: ctypes.CDLL, dtype: torch.dtype, act: object) -> None:
    both, grad = drawn(TOKENS, 2 * WIDTH, dtype=dtype) * 3, part(TOKENS, WIDTH, dtype, seed=2)
    own, found = part(TOKENS, WIDTH, dtype), part(TOKENS, WIDTH, dtype)
    TorchSteps().gate(act, both, own)  # pyright: ignore
    CompiledSteps(library).gate(act, both, found)  # pyright: ignore
    alike(found, own, dtype)
    alike(CompiledSteps(library).gate_gradient(act, grad, both), TorchSteps().gate_gradient(act, grad, both), dtype)  # pyright: ignore


def test_a_gate_far_from_zero_is_a_number(library: ctypes.CDLL, dtype: torch.dtype) -> None:
    both = torch.tensor([[-1e4, 1e4, 0.0, 1.0, 1.0, 1.0]], dtype=dtype)
    out = torch.empty(1, 3, dtype=dtype)
    CompiledSteps(library).gate(ACTS["silu"], both, out)
    assert out.tolist()[0] == pytest.approx([0.0, torch.tensor(1e4, dtype=dtype).item(), 0.0], abs=1e-30)


def test_what_is_no_number_stays_none(library: ctypes.CDLL, dtype: torch.dtype) -> None:
    both = torch.tensor([[torch.nan, torch.inf, 1.0, 0.0]], dtype=dtype)
    out = torch.empty(1, 2, dtype=dtype)
    for act in ACTS.values():
        CompiledSteps(library).gate(act, both, out)
        assert out.isnan().all()


def test_turns(library: ctypes.CDLL, dtype: torch.dtype) -> None:
    angles = drawn(TOKENS, 1, SIZE)
    turn, x = Turn(angles.cos(), angles.sin()), drawn(TOKENS, HEADS + 3, SIZE, dtype=dtype)[:, :HEADS]
    alike(CompiledSteps(library).turn(turn, x), TorchSteps().turn(turn, x), dtype)
    own, found = torch.zeros(2, TOKENS, HEADS + 3, SIZE, dtype=dtype)
    TorchSteps().turn_gradient(turn, x, own[:, 1 : HEADS + 1])
    CompiledSteps(library).turn_gradient(turn, x, found[:, 1 : HEADS + 1])
    alike(found, own, dtype)


def test_sums_and_lifts_of_a_low_rank(library: ctypes.CDLL, dtype: torch.dtype) -> None:
    wide, x = drawn(TOKENS, WIDTH + 5, dtype=dtype), part(TOKENS, 213, dtype, seed=2)
    inner, low = wide[:, WIDTH:], drawn(5, WIDTH, dtype=dtype, seed=3)
    own, found = TorchSteps(), CompiledSteps(library)
    alike(found.sums(inner, x, 1), own.sums(inner, x, 1), dtype)
    alike(found.sums(x, inner, 0.5), own.sums(x, inner, 0.5), dtype)
    alike(found.lift(wide[:, :WIDTH], inner, low), own.lift(wide[:, :WIDTH], inner, low), dtype)
    alike(found.added(drawn(TOKENS, WIDTH), x[:, :WIDTH]), own.added(drawn(TOKENS, WIDTH), x[:, :WIDTH]), dtype)


def test_a_lora_put_into_its_stack(library: ctypes.CDLL, dtype: torch.dtype) -> None:
    a, b = (torch.nn.Parameter(drawn(*shape, seed=seed)) for shape, seed in (((3, WIDTH), 1), ((11, 3), 2)))
    lora = LoraPart(slice(4, 15), slice(2, 5), 2.0, a, b)
    answers: list[list[torch.Tensor]] = []
    for steps in (TorchSteps(), CompiledSteps(library)):
        low, tail = torch.zeros(3, WIDTH, dtype=dtype), torch.zeros(20, 9, dtype=dtype)
        steps.place(lora, low, tail)
        given = drawn(TOKENS, WIDTH + 9, dtype=dtype)
        steps.lower(given, low)
        answers.append([low, tail, given])
    for own, found in zip(*answers, strict=True):
        alike(found, own, dtype)


def test_the_losses_of_answers(library: ctypes.CDLL, dtype: torch.dtype) -> None:
    states, head = drawn(TOKENS, WIDTH, dtype=dtype), drawn(501, WIDTH, dtype=dtype, seed=1)
    wanted = torch.arange(0, 500, 20)
    own, found = (steps.cross_entropy(states, head, wanted) for steps in (TorchSteps(), CompiledSteps(library)))
    alike(found[0], own[0], dtype)
    alike(found[1], own[1], dtype)


@pytest.mark.parametrize(("shared", "lengths"), [(11, [3, 17, 16]), (0, [5, 31, 9, 2])])
def test_rows(library: ctypes.CDLL, dtype: torch.dtype, shared: int, lengths: list[int]) -> None:
    tokens = shared + sum(lengths) + 4
    layout = row_layout(shared, lengths, 100, torch.device("cpu"))
    assert layout is not None
    both = drawn(tokens, HEADS + GROUPS, SIZE, dtype=dtype)
    value = drawn(tokens, GROUPS + 3, SIZE, dtype=dtype, seed=1)[:, 3:]
    grad = drawn(tokens, HEADS, SIZE, dtype=dtype, seed=2)
    own, found = [
        (out, *rows.backward(grad, kept, layout, 0.3))
        for rows in (TorchRows(), CompiledRows(library))
        for out, kept in [rows.forward(both, value, layout, 0.3)]
    ]
    for one, other in zip(found, own, strict=True):
        alike(one, other, dtype)


def test_a_machine_without_a_compiler_does_without(tmp_path: Path) -> None:
    script = "import torch; from loco_trainer.compiled import compiled, kernels_name; "
    script += "print(compiled(torch.float32), kernels_name())"
    env = {**os.environ, "PATH": str(tmp_path), "PYTHONPATH": str(Path(__file__).parent.parent)}
    done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=True)
    assert done.stdout == "None None\n"


def test_what_was_compiled_is_kept_by_source_compiler_and_processor() -> None:
    name = kernels_name()
    assert name is None or (Path(sys.prefix) / "kernels" / f"{name}-fp32.so").exists() == (
        compiled(torch.float32) is not None
    )
