"""Which blocks of a model are replaced for training: those that give what the model's own give.

Any other stays as it is, with PEFT's own layers, and so do those with dropout.
"""

import copy
from typing import Any, cast

import torch

from loco_trainer.fused_block import FusedBlock, act_name
from loco_trainer.steps import ACTS

# Tokens of the text on which both are compared.
TRIED = 8


def fuse(model: Any, dtype: torch.dtype) -> None:
    """Replaces the blocks' forward. Their frozen weights are kept in `dtype` alone, so that a fused model is good for
    training and nothing else.
    """
    decoder = model.get_base_model().get_decoder()
    # Every block is tried: some bases turn positions in some of their blocks only.
    if all(_is_known(block) and _gives_the_same(block) for block in decoder.layers):
        for block in decoder.layers:
            block.forward = FusedBlock(block, dtype)
        _let_file_go(model)
        return
    for linear in decoder.layers.modules():
        # The LoRA's own layers are linear too.
        if type(linear) is torch.nn.Linear and not linear.weight.requires_grad:
            linear.weight.data = linear.weight.detach().to(dtype)


def _let_file_go(model: Any) -> None:
    """What no stack holds is copied: the model's file is in memory as long as one weight stands in it."""
    for name, weight in model.named_parameters():
        if "_proj." not in name and not weight.requires_grad:
            weight.data = weight.data.clone()


def unfuse(model: Any) -> None:
    """Gives blocks and their parts their own forward back, which can do without the adapter. Frozen weights stay in
    their type.
    """
    for module in model.modules():
        module.__dict__.pop("forward", None)


def fused(block: Any) -> FusedBlock | None:
    own = block.__dict__.get("forward")
    return own if isinstance(own, FusedBlock) else None


def _is_known(block: Any) -> bool:
    """Whether a block has the parts that `FusedBlock` replaces, and no others."""

    def children(module: Any) -> set[str]:
        return {name for name, _ in module.named_children()}

    norms = {"input_layernorm", "post_attention_layernorm"}
    more_norms = norms | {"pre_feedforward_layernorm", "post_feedforward_layernorm"}
    if children(block) not in (names | {"self_attn", "mlp"} for names in (norms, more_norms)):
        return False
    attention, mlp = block.self_attn, block.mlp
    feed_forward = {"gate_proj", "up_proj", "down_proj"}
    projections = {"q_proj", "k_proj", "v_proj", "o_proj"}
    return (
        children(attention) in (projections, projections | {"q_norm", "k_norm"})
        and children(mlp) == feed_forward | {"act_fn"}
        and getattr(attention, "attn_logit_softcapping", None) is None
        and act_name(block) in ACTS
        and all(
            _is_linear(layer) for part in (attention, mlp) for name, layer in part.named_children() if "proj" in name
        )
    )


def _is_linear(layer: Any) -> bool:
    if type(layer) is torch.nn.Linear:
        return True
    dropouts = cast("dict[str, torch.nn.Module]", getattr(layer, "lora_dropout", {}))
    plain = all(isinstance(dropout, torch.nn.Identity) for dropout in dropouts.values())
    return plain and type(getattr(layer, "base_layer", None)) is torch.nn.Linear


@torch.no_grad()
def _gives_the_same(block: Any) -> bool:
    """Tries both on random numbers, in fp32 and on a copy."""
    one = copy.deepcopy(block).float()
    order = torch.Generator().manual_seed(0)
    device, width = next(one.parameters()).device, one.input_layernorm.weight.shape[0]
    x = torch.randn(1, TRIED, width, generator=order).to(device)
    angles = torch.rand(1, TRIED, one.self_attn.head_dim // 2, generator=order).to(device).repeat(1, 1, 2)
    turns = (angles.cos(), angles.sin())
    own = one(x, position_embeddings=turns)
    found = FusedBlock(one, torch.float32)(x, position_embeddings=turns)
    return torch.allclose(found, own, rtol=1e-3, atol=1e-3 * float(own.abs().max()))
