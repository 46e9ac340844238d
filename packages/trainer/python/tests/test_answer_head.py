import pytest
import torch

from loco_trainer.answer_head import CrossEntropy
from loco_trainer.fastest_steps import fastest_steps
from loco_trainer.steps import Steps, TorchSteps

WAYS: list[Steps] = [TorchSteps(), fastest_steps(torch.float32, torch.device("cpu"))[0]]


@pytest.mark.parametrize("steps", WAYS)
@pytest.mark.parametrize("tokens", [1, 63, 64, 130])
def test_losses_and_gradient_are_torchs_own(tokens: int, steps: Steps) -> None:
    torch.manual_seed(2)
    head, targets = torch.randn(96, 16), torch.randint(0, 96, (tokens,))
    states = torch.randn(tokens, 16, requires_grad=True)
    weights = torch.rand(tokens)
    wanted = torch.nn.functional.cross_entropy(states @ head.t(), targets, reduction="none")
    (own,) = torch.autograd.grad((wanted * weights).sum(), states)
    found = CrossEntropy.apply(states, head, targets, steps)  # pyright: ignore
    (gradient,) = torch.autograd.grad((found * weights).sum(), states)
    assert torch.allclose(found, wanted, atol=1e-5)
    assert torch.allclose(gradient, own, atol=1e-5)


@pytest.mark.parametrize("steps", WAYS)
def test_what_is_all_but_impossible_has_a_loss_that_is_a_number(steps: Steps) -> None:
    head = torch.eye(2) * 300
    losses = CrossEntropy.apply(torch.tensor([[1.0, 0.0]]), head, torch.tensor([1]), steps)  # pyright: ignore
    assert 80 < float(losses) < 90
