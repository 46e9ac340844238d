import type { Recipe } from "@locollm/core";

/** What a recipe's targets are called in transformers and in a GGUF. */
export const layerNames: Readonly<Record<Recipe["targets"][number], { readonly peft: string; readonly gguf: string }>> =
  {
    q: { peft: "self_attn.q_proj", gguf: "attn_q" },
    k: { peft: "self_attn.k_proj", gguf: "attn_k" },
    v: { peft: "self_attn.v_proj", gguf: "attn_v" },
    o: { peft: "self_attn.o_proj", gguf: "attn_output" },
    gate: { peft: "mlp.gate_proj", gguf: "ffn_gate" },
    up: { peft: "mlp.up_proj", gguf: "ffn_up" },
    down: { peft: "mlp.down_proj", gguf: "ffn_down" },
  };
