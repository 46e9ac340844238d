"""TRL's SFTTrainer with PEFT on a plan's rows and base, set up as TRL's documentation does, on a CPU.

Its own settings stay as they are (gradient checkpointing, padding, completion-only loss) but for what says what is
learnt: rank, alpha, target layers, rows a step, rate and its schedule, epochs, seed. Prints one JSON object.
"""

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

STARTED = time.perf_counter()

import torch  # noqa: E402
from datasets import Dataset  # noqa: E402
from peft import LoraConfig  # noqa: E402
from transformers import AutoModelForCausalLM, AutoTokenizer, TrainerCallback  # noqa: E402
from trl import SFTConfig, SFTTrainer  # noqa: E402


class StepTimes(TrainerCallback):
    """When each optimiser step ended."""

    def __init__(self) -> None:
        self.ends: list[float] = []

    def on_train_begin(self, *_: Any, **__: Any) -> None:
        self.ends.append(time.perf_counter())

    def on_step_end(self, *_: Any, **__: Any) -> None:
        self.ends.append(time.perf_counter())


def main(plan_file: Path, precision: str, steps: int) -> None:
    plan = json.loads(plan_file.read_text(encoding="utf-8"))
    recipe = plan["recipe"]
    base = Path(plan["base"])
    tokenizer = AutoTokenizer.from_pretrained(base.parent, gguf_file=base.name)
    if plan["template"] is not None:
        tokenizer.chat_template = plan["template"]
    model = AutoModelForCausalLM.from_pretrained(base.parent, gguf_file=base.name, dtype=torch.float32)
    # transformers refuses to train what it takes for a quantised model; the weights are dequantised.
    vars(model).pop("hf_quantizer", None)
    vars(model.config).pop("quantization_config", None)
    model.is_quantized = False
    rows = [json.loads(line) for line in Path(plan["rows"]).read_text(encoding="utf-8").split("\n") if line]
    dataset = Dataset.from_list(
        [
            {"prompt": row["messages"], "completion": [{"role": "assistant", "content": row["target"]}]}
            for row in rows
        ]
    )
    arguments = SFTConfig(
        output_dir=str(plan_file.parent / f"trl-{precision}"),
        use_cpu=True,
        bf16=precision == "bf16",
        per_device_train_batch_size=recipe["batchSize"],
        num_train_epochs=recipe["epochs"],
        max_steps=steps,
        learning_rate=recipe["learningRate"],
        lr_scheduler_type=recipe["schedule"],
        warmup_steps=recipe["warmup"],
        max_grad_norm=recipe["maxGradientNorm"],
        seed=recipe["seed"],
        logging_steps=10,
        save_strategy="no",
        report_to="none",
        disable_tqdm=True,
    )
    lora = LoraConfig(
        r=recipe["rank"],
        lora_alpha=recipe["alpha"],
        lora_dropout=recipe["dropout"],
        target_modules=[f"{target}_proj" for target in recipe["targets"]],
        task_type="CAUSAL_LM",
    )
    times = StepTimes()
    trainer = SFTTrainer(
        model=model,
        args=arguments,
        train_dataset=dataset,
        processing_class=tokenizer,
        peft_config=lora,
        callbacks=[times],
    )
    order = [len(row["input_ids"]) for row in trainer.train_dataset]
    ready = time.perf_counter()
    result = trainer.train()
    trainer.save_model(arguments.output_dir)
    wall = time.perf_counter() - STARTED
    # A first step compiles and is slow; ours counts its own.
    seconds = times.ends[-1] - times.ends[1]
    # Rows are drawn evenly: so many steps hold this share of all tokens, prompt and answer, unpadded.
    done = (len(times.ends) - 2) * recipe["batchSize"]
    tokens = sum(order) * min(done, round(len(order) * recipe["epochs"])) / len(order)
    print(
        json.dumps(
            {
                "precision": precision,
                "steps": len(times.ends) - 1,
                "tokens": round(tokens),
                "seconds": seconds,
                "wallSeconds": wall,
                "startSeconds": ready - STARTED,
                "loss": result.training_loss,
                "peakMemoryBytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
                "weights": str(Path(arguments.output_dir) / "adapter_model.safetensors"),
            }
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
