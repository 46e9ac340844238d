from dataclasses import replace
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import pytest
import torch
from tiny import tiny_model
from tokenizers.pre_tokenizers import ByteLevel

from loco_trainer.base import load_model, load_tokenizer
from loco_trainer.dataset import Example
from loco_trainer.device import Device
from loco_trainer.fuse import fuse
from loco_trainer.lora import add_lora
from loco_trainer.loss import answer_loss, check_head
from loco_trainer.packing import collate
from loco_trainer.plan import Plan, Recipe

PLACES = {"q_proj": "attn_q", "k_proj": "attn_k", "v_proj": "attn_v", "o_proj": "attn_output"}
LAYERS = {
    **{f"self_attn.{name}": place for name, place in PLACES.items()},
    **{f"mlp.{name}_proj": f"ffn_{name}" for name in ("gate", "up", "down")},
    "input_layernorm": "attn_norm",
    "post_attention_layernorm": "ffn_norm",
}


def write_gguf(file: Path) -> None:
    """tiny_model's size, random weights, bytes and a few merges as its vocabulary."""
    writer = gguf.GGUFWriter(file, "llama")
    writer.add_block_count(3)
    writer.add_context_length(64)
    writer.add_embedding_length(32)
    writer.add_feed_forward_length(48)
    writer.add_head_count(4)
    writer.add_head_count_kv(2)
    writer.add_rope_dimension_count(8)
    writer.add_layer_norm_rms_eps(1e-6)
    tokens = [*sorted(ByteLevel.alphabet()), "th", "the", "<end>"]
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("default")
    writer.add_token_list(tokens)
    writer.add_token_types([1] * (len(tokens) - 1) + [3])
    writer.add_token_merges(["t h", "th e"])
    writer.add_eos_token_id(len(tokens) - 1)
    writer.add_bos_token_id(len(tokens) - 1)
    writer.add_chat_template("{% for message in messages %}{{ message.content }}{% endfor %}")
    order = np.random.default_rng(5)
    shapes: dict[str, tuple[int, ...]] = {"token_embd.weight": (len(tokens), 32), "output_norm.weight": (32,)}
    for name, weight in tiny_model().state_dict().items():
        if name.startswith("model.layers."):
            _, _, block, rest = name.removesuffix(".weight").split(".", 3)
            shapes[f"blk.{block}.{LAYERS[rest]}.weight"] = tuple(weight.shape)
    for name, shape in shapes.items():
        writer.add_tensor(name, order.normal(size=shape).astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


@pytest.fixture
def plan(tmp_path: Path, recipe: Recipe) -> Plan:
    write_gguf(tmp_path / "base.gguf")
    base = tmp_path / "base.gguf"
    return Plan(base, "a" * 64, None, tmp_path, [], True, recipe, tmp_path, "cpu", 0, 512, 10, 30)


@pytest.fixture
def environment(tmp_path: Path) -> Path:
    folder = tmp_path / "environment"
    folder.mkdir()
    (folder / "loco-ready.json").write_text("{}")
    return folder


def numbers(model: Any) -> dict[str, torch.Tensor]:
    return dict(model.state_dict())


def test_the_copy_gives_what_the_file_gives_and_the_file_is_not_needed(plan: Plan, environment: Path) -> None:
    text = "the other\nthé <end>"
    ids, first = load_tokenizer(plan, environment)(text)["input_ids"], numbers(load_model(plan, environment))
    assert [folder.name for folder in (environment / "unpacked").iterdir()] == [plan.baseSha256]
    plan.base.unlink()
    tokenizer, model = load_tokenizer(plan, environment), load_model(plan, environment)
    assert tokenizer(text)["input_ids"] == ids
    assert tokenizer.apply_chat_template([{"role": "user", "content": "so"}], tokenize=False) == "so"
    second = numbers(model)
    assert list(first) == list(second)
    assert all(torch.equal(weight, second[name]) for name, weight in first.items())
    assert not any(weight.requires_grad for weight in model.parameters())


def test_the_plans_template_takes_the_place_of_the_files(plan: Plan, environment: Path) -> None:
    load_model(plan, environment)
    tokenizer = load_tokenizer(replace(plan, template="of ours"), environment)
    assert tokenizer.chat_template == "of ours"


def test_an_environment_of_somebody_else_is_left_alone(plan: Plan, tmp_path: Path) -> None:
    load_model(plan, tmp_path)
    assert not (tmp_path / "unpacked").exists()


def test_where_no_copy_can_be_left_the_model_is_there_all_the_same(plan: Plan, environment: Path) -> None:
    (environment / "unpacked").write_text("a file where the folder would be")
    assert len(numbers(load_model(plan, environment))) > 0
    assert sorted(path.name for path in environment.iterdir()) == ["loco-ready.json", "unpacked"]


@pytest.mark.parametrize("copied", [True, False])
def test_in_16_bits_only_the_blocks_products_are_narrow(
    plan: Plan, environment: Path, examples: list[Example], copied: bool
) -> None:
    if copied:
        load_model(plan, environment)
    model = load_model(plan, environment, torch.bfloat16)
    wide = {name for name, weight in model.named_parameters() if weight.dtype == torch.float32}
    narrow = {name for name, weight in model.named_parameters() if weight.dtype == torch.bfloat16}
    assert narrow and all(name.endswith("_proj.weight") for name in narrow)
    assert wide and not any("_proj" in name for name in wide)
    # Embedding and norms were rounded as they were read; otherwise it trains as the base that is read in fp32.
    device = Device("cpu", "", "bf16")
    check_head(model, examples[0], device)
    losses: list[torch.Tensor] = []
    for one in (model, load_model(plan, environment)):
        trained = add_lora(one, plan.recipe)
        fuse(trained, device.dtype)
        with device.autocast():
            losses.append(answer_loss(trained, collate(examples, device.torch_device)).detach())
    assert torch.allclose(*losses, rtol=1e-2)
