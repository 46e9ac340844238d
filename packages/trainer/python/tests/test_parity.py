import torch
from tiny import tiny_model

from loco_trainer.dataset import Example
from loco_trainer.lora import add_lora, trainable
from loco_trainer.parity import misorder, parity_reference
from loco_trainer.plan import Recipe

CPU = torch.device("cpu")


def trained_model(recipe: Recipe) -> object:
    model = add_lora(tiny_model(), recipe)
    for weight in trainable(model).values():
        torch.nn.init.normal_(weight, std=0.3)
    return model


def test_a_wrong_row_order_shows_and_leaves_the_weights_alone(recipe: Recipe, examples: list[Example]) -> None:
    model = trained_model(recipe)
    before = {name: weight.detach().clone() for name, weight in trainable(model).items()}
    reference = parity_reference(model, examples, CPU, permuted=True)
    assert all(entry["base"] != entry["adapter"] != entry["misordered"] for entry in reference)
    assert all(torch.equal(before[name], weight) for name, weight in trainable(model).items())


def test_the_two_wrong_orders_undo_each_other(recipe: Recipe) -> None:
    model = trained_model(recipe)
    right = misorder(model, permuted=True)
    misorder(model, permuted=False)
    assert all(torch.equal(weight, values) for weight, values in right)
