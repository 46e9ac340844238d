import { Option, type Command } from "@commander-js/extra-typings";
import type { Perform } from "./perform.ts";

/** Options that other commands have as well. */
interface SharedOptions {
  readonly base: Option<"--base <id>">;
  readonly estimateOnly: Option<"--estimate">;
}

/** The commands that make weights, move them to another base, and make them again. */
export function declareTraining(
  program: Command<[], { json?: true }>,
  perform: Perform,
  { base, estimateOnly }: SharedOptions,
): void {
  program
    .command("estimate")
    .description("minutes, memory, disk and download of a training and an evaluation here")
    .argument("<adapter>")
    .addOption(base)
    .action((name, options) =>
      perform("estimate", async (i) => (await import("./commands/estimate.ts")).estimate(i, name, options)),
    );

  program
    .command("train")
    .description("train an adapter, export it, and hold it against the parity gate; goes on where it was interrupted")
    .argument("[adapter]")
    .addOption(base)
    .addOption(estimateOnly)
    .option("--restart", "begin anew instead of going on from a checkpoint")
    .addOption(
      new Option(
        "--backend <name>",
        "llama-finetune trains with llama.cpp alone, without torch: slower, for small bases, and a LoRA is taken from whole weights",
      )
        .choices(["peft", "llama-finetune"])
        .conflicts(["all", "sweep"]),
    )
    .option("--all", "every adapter of the active semester")
    .addOption(
      new Option(
        "--sweep <settings...>",
        "one adapter under every combination, such as rank=4,8,16 lr=1e-3,2e-3 seed=1,2,3; compared on held-out training rows",
      ).conflicts(["all", "restart"]),
    )
    .addOption(
      new Option(
        "--on <where>",
        "with --all or --sweep: on this machine, one in each free slot, or on a Slurm cluster",
      ).choices(["local", "slurm"]),
    )
    .action((name, options) =>
      perform("train", async (i) => {
        if (options.all === true || options.sweep !== undefined)
          return (await import("./commands/train-fleet.ts")).trainFleet(i, name, options);
        return (await import("./commands/train.ts")).train(i, name, options);
      }),
    );

  program
    .command("migrate")
    .description(
      "move every adapter of a semester to another base, and say what becomes of each; goes on where it was interrupted",
    )
    .requiredOption("--to <base>", "the base to move to")
    .option("--from <base>", "the base to move from (default: the semester's first)")
    .option("--semester <id>", "the semester (default: the active one)")
    .option("--adapters <names...>", "only these")
    .option(
      "--margin <points>",
      "an adapter that is less than so many points worse is as good (default: the semester's)",
    )
    .option("--dry-run", "print time, memory and disk of each, and stop")
    .addOption(
      new Option(
        "--switch",
        "then make it the semester's default: new major versions, semester.yaml and a changeset, for you to commit",
      ).conflicts("on"),
    )
    .addOption(
      new Option("--on <where>", "an adapter at a time on this machine, or all on a Slurm cluster").choices([
        "local",
        "slurm",
      ]),
    )
    .action((options) => perform("migrate", async (i) => (await import("./commands/migrate.ts")).migrate(i, options)));

  program
    .command("reproduce")
    .description("train weights again from what their file says of itself, rows and base found by hash, and compare")
    .argument("<weights>", "a .gguf that loco train wrote")
    .action((file) => perform("reproduce", async (i) => (await import("./commands/reproduce.ts")).reproduce(i, file)));

  program
    .command("history")
    .description("an adapter's scores over bases and semesters, from the class and from git's history")
    .argument("<adapter>")
    .option("--svg <file>", "also draw them")
    .action((name, options) =>
      perform("history", async (i) => (await import("./commands/history.ts")).history(i, name, options)),
    );

  program
    .command("bundle")
    .description("write one script and one data file to train an adapter elsewhere: Colab, a lab machine")
    .argument("<adapter>")
    .addOption(base)
    .option("--out <folder>", "where the two files go (default: here)")
    .action((name, options) =>
      perform("bundle", async (i) => (await import("./commands/bundle.ts")).bundle(i, name, options)),
    );

  program
    .command("import")
    .description("take weights that were trained elsewhere, export them, and hold them against the parity gate")
    .argument("<adapter>")
    .argument("<result>", "the adapter_model.safetensors that a bundle's script wrote, or a folder or zip with it")
    .addOption(base)
    .action((name, result, options) =>
      perform("import", async (i) => (await import("./commands/import.ts")).importResult(i, name, result, options)),
    );

  program
    .command("parity")
    .description("hold an adapter's weights in llama.cpp against what PEFT computed at training")
    .argument("<adapter>")
    .addOption(base)
    .option("--weights <file>", "check this file instead of the adapter's own")
    .action((name, options) =>
      perform("parity", async (i) => (await import("./commands/parity.ts")).parity(i, name, options)),
    );
}
