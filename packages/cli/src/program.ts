import { Command, Option } from "@commander-js/extra-typings";
import { declareFleet } from "./declare-fleet.ts";
import { declareGate } from "./declare-gate.ts";
import { declareTraining } from "./declare-training.ts";
import type { Perform } from "./perform.ts";
import { oneQuestion } from "./steps/one-question.ts";

export interface ProgramOptions {
  /** Takes help and version, and nothing is printed on wrong use: the caller prints one JSON object instead. */
  readonly writeOut?: (text: string) => void;
  readonly perform: Perform;
}

/**
 * All commands of `loco` with their arguments and help. Each is imported when it is called, so that
 * `loco check` never loads the engine.
 */
export function declareProgram({ writeOut, perform }: ProgramOptions) {
  const program = new Command("loco")
    .description("Train, evaluate, route and ask LoRA adapters for one shared 4-bit small language model, offline.")
    .version("0.1.0")
    .option("--json", "print one JSON object on stdout")
    .showSuggestionAfterError(true)
    .showHelpAfterError("(loco --help lists the commands, loco <command> --help its options)")
    .exitOverride()
    .configureOutput(writeOut === undefined ? {} : { writeOut, writeErr: () => {} })
    .addHelpText(
      "after",
      "\nStart with: loco tour\nExit codes: 0 fine, 1 findings or a failed gate, 2 wrong use, 3 the machine lacks something, 130 interrupted.",
    );

  const base = new Option("--base <id>", "the base model (default: the semester's first)");
  const estimateOnly = new Option("--estimate", "print time, memory, disk and download, and stop");

  program
    .command("tour")
    .description("see all of LocoLLM work on real weights, in minutes")
    .option("--adapter <name>", "the adapter that is trained live", "iso-dates")
    .addOption(estimateOnly)
    .action((options) => perform("tour", async (i) => (await import("./commands/tour.ts")).tour(i, options)));

  program
    .command("doctor")
    .description("what this machine has, and what is missing for which command")
    .option("--gpu", "its CUDA devices instead, and the exact set of requirements that they run")
    .action((options) =>
      perform("doctor", async (i) => {
        if (options.gpu === true) return (await import("./commands/doctor-gpu.ts")).doctorGpu();
        return (await import("./commands/doctor.ts")).doctor(i);
      }),
    );

  const bases = program.command("base").description("the base models: list, fetch, add, import");
  bases
    .command("list", { isDefault: true })
    .description("the bases of this class and whether they are here")
    // The default of `loco base`, so a mistyped `loco base fech` arrives here.
    .allowExcessArguments()
    .action((_, { args: [stray] }) =>
      perform("base list", async (i) => (await import("./commands/base-list.ts")).baseList(i, stray)),
    );
  bases
    .command("fetch")
    .description("download and verify a base once; afterwards no network is needed")
    .argument("[id]", "the base (default: the active semester's first)")
    .action((id) => perform("base fetch", async (i) => (await import("./commands/base-fetch.ts")).baseFetch(i, id)));
  bases
    .command("add")
    .description(
      "write the manifest of a new base from its file, and try whether it can be asked, evaluated and trained on",
    )
    .argument("<base>", "a .gguf file, or one on a hub as owner/repository/file.gguf")
    .action((given) => perform("base add", async (i) => (await import("./commands/base-add.ts")).baseAdd(i, given)));
  bases
    .command("import")
    .description("take a base from a file, such as a USB stick's")
    .argument("<file>", "a .gguf file of a base that this class names")
    .action((file) =>
      perform("base import", async (i) => (await import("./commands/base-import.ts")).baseImport(i, file)),
    );

  program
    .command("new")
    .description("make the folder of a new adapter")
    .argument("<name>", "lower-case words joined by hyphens, such as tide-tables")
    .option("--semester <id>", "the semester (default: the active one)")
    .option(
      "--csv <file>",
      "rows with the columns question, answer[, difficulty]: every third becomes an evaluation row",
    )
    .addOption(
      new Option(
        "--from <adapter>",
        "begin with another adapter's manifest and rows, and say so in adapter.yaml",
      ).conflicts("csv"),
    )
    .action((name, options) =>
      perform("new", async (i) => (await import("./commands/new.ts")).newAdapter(i, name, options)),
    );

  program
    .command("data")
    .description("the rows of an adapter")
    .command("import")
    .description("add rows of a JSONL, JSON or CSV file by the mapping in adapter.yaml (import:)")
    .argument("<adapter>")
    .argument("<file>", "such as GSM8K's, HumanEval's, MBPP's or a multiple-choice set's")
    .addOption(new Option("--to <set>", "the set that they are added to").choices(["train", "eval"]).default("eval"))
    .option("--limit <rows>", "only the first so many", Number)
    .action((name, file, options) =>
      perform("data import", async (i) =>
        (await import("./commands/data-import.ts")).dataImport(i, name, file, options),
      ),
    );

  program
    .command("check")
    .description("read adapters and say what is wrong, with file and line")
    .argument("[names...]", "adapters or semesters (default: everything)")
    .action((names) => perform("check", async (i) => (await import("./commands/check.ts")).check(i, names)));

  program
    .command("explain")
    .description("what the code of a finding or an error means, why it matters, and how to mend it")
    .argument("[code]", "as it stands in brackets behind a finding (default: list all codes)")
    .action((code) => perform("explain", async () => (await import("./commands/explain.ts")).explain(code)));

  declareGate(program, perform, estimateOnly);

  declareTraining(program, perform, { base, estimateOnly });
  declareFleet(program, perform);

  program
    .command("eval")
    .description("ask the base and the adapter the same questions; without an adapter, the base alone in every domain")
    .argument("[adapter]", "without it: the report card of the base that --base names")
    .addOption(base)
    .addOption(estimateOnly)
    .option("--all", "every adapter of the active semester")
    .addOption(
      new Option("--report <file>", "also write the report: .html, .md, .xml (JUnit) or .json").conflicts([
        "conditions",
        "sendTo",
        "shareOf",
      ]),
    )
    .addOption(
      new Option(
        "--item <id>",
        "ask this one item again, also under --conditions, and show its prompt, answers and scores",
      ).conflicts(["items", "shareOf", "report", "preview", "margin"]),
    )
    .option("--against <base>", "for a report card: a file of the same base in higher precision")
    .option("--watts <n>", "for a report card: the processor's power, where it has no meter", Number)
    .option("--no-write", "leave results/<base>.json and the model card, or the report card, as they are")
    .option(
      "--conditions <list>",
      "a table of what helps instead: all, or names such as plain,few-shot:4,chain-of-thought,re-read,vote:5,calculator",
    )
    .option(
      "--subject <list>",
      "who answers under the conditions: base, adapter, remote (default: base, or all with --send-to)",
    )
    .option("--items <n>", "ask the first n items only, under conditions")
    .addOption(
      new Option(
        "--preview",
        "ask items in random order until it shows which way the verdict goes; no grade, writes no results",
      ).conflicts(["conditions", "subject", "items", "sendTo", "shareOf", "report", "against", "watts"]),
    )
    .addOption(
      new Option(
        "--margin <points>",
        "also say whether the adapter is less than so many points worse; for a preview: the least gain that would matter (default: 5)",
      ).conflicts(["conditions", "sendTo", "shareOf", "item"]),
    )
    .option("--send-to <url>", "also ask an OpenAI-compatible endpoint; the questions leave this machine")
    .option("--model <name>", "the endpoint's name of the model")
    .option("--key-from <variable>", "the environment variable that holds the endpoint's key")
    .option("--in-flight <n>", "requests to the endpoint at once (default: 4)")
    .option("--price-sent <n>", "price of a million tokens sent, to be told the cost first")
    .option("--price-received <n>", "price of a million tokens received")
    .option("--share-of <run>", "a kept run of the same items, of which shares are shown")
    .action((name, options) =>
      perform("eval", async (i) => {
        if (options.all === true) return (await import("./commands/eval-all.ts")).evaluateAll(i, name, options);
        if (options.preview === true && options.estimate !== true)
          return (await import("./commands/eval-preview.ts")).previewAdapter(i, name, options);
        if (name === undefined) return (await import("./commands/eval-base.ts")).evaluateBase(i, options);
        if (options.conditions === undefined && options.sendTo === undefined && options.shareOf === undefined)
          return (await import("./commands/eval.ts")).evaluateAdapter(i, name, options);
        return (await import("./commands/eval-conditions.ts")).evaluateUnderConditions(i, name, options);
      }),
    );

  program
    .command("export")
    .description("a run as other evaluation programs write it: lm-evaluation-harness or Inspect")
    .argument("<run>", "its folder in .loco/runs/, its id, or how that begins")
    .addOption(
      new Option("--as <form>", "samples as JSONL, or a log as JSON")
        .choices(["lm-eval", "inspect"])
        .makeOptionMandatory(),
    )
    .option("--out <file>", "write it there instead of printing it")
    .action((run, options) =>
      perform("export", async (i) => (await import("./commands/export.ts")).exportRun(i, run, options)),
    );

  program
    .command("report")
    .description(
      "the report of two stored runs, or of an adapter's run beside the base's; without names, the runs there are",
    )
    .argument("[after]", "the run that the verdict is about: the first characters of its name")
    .argument("[before]", "the run that it is compared with (default: the one of the same evaluation)")
    .option("--margin <points>", "also say whether it is less than so many points worse (non-inferior)")
    .option("--report <file>", "also write the report: .html, .md, .xml (JUnit) or .json")
    .addOption(
      new Option("--item <id>", "show what this one item was answered instead; nobody is asked").conflicts([
        "report",
        "margin",
      ]),
    )
    .action((after, before, options) =>
      perform("report", async (i) =>
        (await import("./commands/report.ts")).reportRuns(i, { after, before, ...options }),
      ),
    );

  program
    .command("judge")
    .description(
      "have a language model compare the answers of two stored runs, in both orders, and measure what it is worth; never a grade",
    )
    .argument("<after>", "a run: the first characters of its name (loco report lists them)")
    .argument("[before]", "the run that it is compared with (default: the one of the same evaluation)")
    .addOption(
      new Option("--base <id>", "a base here as the judge (default: the semester's first)").conflicts("sendTo"),
    )
    .option("--send-to <url>", "an OpenAI-compatible endpoint as the judge; questions and answers leave this machine")
    .option("--model <name>", "the endpoint's name of the model")
    .option("--key-from <variable>", "the environment variable that holds the endpoint's key")
    .option("--in-flight <n>", "requests to the endpoint at once (default: 4)")
    .option("--price-sent <n>", "price of a million tokens sent, to be told the cost first")
    .option("--price-received <n>", "price of a million tokens received")
    .option("--reference", "also show the judge each item's right answer")
    .option("--reasons", "let the judge write its reasons first: better judges, up to 60 times the tokens")
    .option("--labels <file>", "what people prefer, as JSONL: measures how far the judge agrees with them")
    .option("--label-sheet <file>", "write a blind sheet for people to label, and ask no judge")
    .option("--label-items <n>", "rows of the sheet, drawn at random", "50")
    .addOption(estimateOnly)
    .action((after, before, options) =>
      perform("judge", async (i) =>
        (await import("./commands/judge.ts")).judgeTwoRuns(i, { after, before, ...options }),
      ),
    );

  program
    .command("route")
    .description("which adapter a question goes to, how sure, and why")
    .argument("<question>")
    .allowExcessArguments()
    .action((_, __, { args }) =>
      perform("route", async (i) => (await import("./commands/route.ts")).routeQuestion(i, oneQuestion("route", args))),
    );

  program
    .command("ask")
    .description("ask a question; the router picks the adapter, or the base")
    .argument("<question>")
    .allowExcessArguments()
    .option("--adapter <name>", "ask this adapter, whatever the router says")
    .addOption(base)
    .action((_, options, { args }) =>
      perform("ask", async (i) => (await import("./commands/ask.ts")).ask(i, oneQuestion("ask", args), options)),
    );

  program
    .command("list")
    .description("the adapters of the class with their verdicts")
    .addOption(base)
    .action((options) => perform("list", async (i) => (await import("./commands/list.ts")).list(i, options)));

  program
    .command("cache")
    .description("what LocoLLM keeps on this machine, and how to free it")
    .option("--prune <days>", "remove what was not used for so many days", Number)
    .action((options) => perform("cache", async (i) => (await import("./commands/cache.ts")).cache(i, options)));

  program
    .command("card")
    .description("write the measured block of an adapter's README.md, or check it for drift")
    .argument("[names...]", "adapters (default: all of the active semester)")
    .option("--check", "write nothing; exit with 1 where a card is out of date")
    .action((names, options) =>
      perform("card", async (i) => (await import("./commands/card.ts")).card(i, names, options)),
    );

  program
    .command("probe")
    .description("is there room for an adapter? runs draft questions on the well-prompted base")
    .argument("<csv>", "10 to 60 rows with the columns question, answer")
    .option("--system <text>", "the system message that an adapter would have")
    .option(
      "--scorer <name>",
      "exact, contains, numeric, choice, json, rouge-l, chrf or sql (default: by the options below, else exact)",
    )
    .option("--choices <labels>", "for choice: the labels that an answer may be, with commas between them")
    .option("--fixture <file>", "for sql: the tables, as in an adapter's data/fixtures/")
    .addOption(base)
    .addOption(estimateOnly)
    .action((csv, options) =>
      perform("probe", async (i) => (await import("./commands/probe.ts")).probe(i, csv, options)),
    );

  return program;
}
