import torch
from tiny import tiny_model

from loco_trainer.dataset import Example
from loco_trainer.device import Device
from loco_trainer.loss import answer_log_probabilities, answer_loss, check_head
from loco_trainer.packing import collate

CPU = torch.device("cpu")


def test_the_loss_is_that_of_the_answers_alone(examples: list[Example]) -> None:
    model = tiny_model()
    wanted = 0.0
    for example in examples:
        ids = torch.tensor([example.prompt + example.answer])
        logits = model(input_ids=ids).logits[0].log_softmax(-1)
        start = len(example.prompt)
        wanted -= sum(float(logits[start + at - 1, token]) for at, token in enumerate(example.answer))
    assert torch.isclose(answer_loss(model, collate(examples, CPU)), torch.tensor(wanted), rtol=1e-4)


def test_log_probabilities_do_not_depend_on_the_neighbours(examples: list[Example]) -> None:
    model = tiny_model()
    together = answer_log_probabilities(model, collate(examples, CPU))
    for example, row in zip(examples, together, strict=True):
        (alone,) = answer_log_probabilities(model, collate([example], CPU))
        assert torch.allclose(torch.tensor(alone), torch.tensor(row), atol=1e-5)


def test_a_plain_head_passes(examples: list[Example]) -> None:
    check_head(tiny_model(), examples[0], Device("cpu", "", "fp32"))
