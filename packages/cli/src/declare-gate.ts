import { Option, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { commitHash, isoMoment, requestNumber, someWords, webAddress } from "./option-values.ts";
import type { Perform } from "./perform.ts";

/** The commands of the gate: grading a submission, posting the verdict, sending one, and what a semester holds ready for both. */
export function declareGate(program: CommandUnknownOpts, perform: Perform, estimateOnly: Option<"--estimate">): void {
  program
    .command("grade")
    .description(
      "the gate on a submission: check it, get its weights, measure what it gains and what others lose, report",
    )
    .argument("[submission]", "an adapter of this class, a folder or a zip (default: what this branch changes)")
    .option("--base-ref <ref>", "the class's own commit that the branch is held against", "origin/HEAD")
    .option("--head-ref <ref>", "the commit that was sent", "HEAD")
    .option("--semester <id>", "where a folder or zip from elsewhere is to join (default: the active one)")
    .option("--out <folder>", "where grade.json and report.md go (default: .loco/grades/<adapter>)")
    .option(
      "--sealed <folder>",
      "let adapter and base answer the sealed rows in it as well; without a submission, of every sealed adapter: for the instructor",
    )
    .option(
      "--records <folder>",
      "also keep points, lateness and similar work there, outside the repository: for the instructor",
    )
    .option("--deadline <name>", "the deadline that counts, of those in semester.yaml")
    .option(
      "--received <time>",
      "when it came, such as 2026-10-09T16:58:00+11:00 (default: the commit's own time)",
      isoMoment,
    )
    .addOption(estimateOnly)
    .addOption(
      new Option("--all", "every adapter of the semester, as it stands").conflicts([
        "headRef",
        "out",
        "sealed",
        "records",
        "deadline",
        "received",
      ]),
    )
    .addOption(
      new Option("--on <where>", "with --all: one after the other on this machine, or on a Slurm cluster").choices([
        "local",
        "slurm",
      ]),
    )
    .action((submission, options) =>
      perform("grade", async (i) => {
        if (options.all === true) return (await import("./commands/grade-fleet.ts")).gradeFleet(i, submission, options);
        return (await import("./commands/grade.ts")).grade(i, submission, options);
      }),
    );

  program
    .command("post")
    .description("post what loco grade wrote on its pull or merge request: for a job of GitHub Actions or GitLab CI")
    .argument("<folder>", "that holds grade.json and report.md")
    .requiredOption("--request <number>", "the pull or merge request, as the forge names it", requestNumber)
    .requiredOption("--commit <hash>", "the commit that was sent, as the forge names it", commitHash)
    .addOption(
      new Option("--result <result>", "how the job that graded ended; nothing: no adapter is touched")
        .choices(["success", "failure", "cancelled", "skipped", "nothing"])
        .default("success"),
    )
    .option("--run <address>", "where the job's log is", webAddress)
    .option("--author <login>", "who the token comments as, on GitHub", "github-actions[bot]")
    .action((folder, options) =>
      perform("post", async (i) => (await import("./commands/post.ts")).post(i, folder, options)),
    );

  program
    .command("submit")
    .description(
      "send one adapter's folder: a branch, a push, a pull request and a receipt; your own branch stays as it is",
    )
    .argument("[adapter]", "default: the only one that differs from the class's")
    .option("--dry-run", "send nothing: run what CI will run and print the same report")
    .addOption(
      new Option("--estimate", "print what the dry run takes here, and stop").implies({ dryRun: true as const }),
    )
    .option(
      "--remote <name>",
      "where it is pushed to (default: as before, else where this branch is pushed to, else origin)",
    )
    .option("--base-ref <ref>", "the class's own commit (default: the newest of upstream's or origin's default branch)")
    .option("--on-top", "the branch holds what was not sent from here: yours becomes the next commit there")
    .addOption(
      new Option("--receipt", "print the last receipt again").conflicts(["dryRun", "remote", "baseRef", "onTop"]),
    )
    .action((name, options) =>
      perform("submit", async (i) => {
        if (options.receipt === true) return (await import("./commands/submit-receipt.ts")).lastReceipt(i, name);
        if (options.dryRun === true) return (await import("./commands/submit-dry-run.ts")).dryRun(i, name, options);
        return (await import("./commands/submit.ts")).submit(i, name, options);
      }),
    );

  const semesters = program.command("semester").description("a semester's yardsticks");
  semesters
    .command("panel")
    .description(
      "draw the items on which harm to the routed system is measured, and write their hash into semester.yaml",
    )
    .argument("[semester]", "default: the active one")
    .option("--items <count>", "at most 200", Number)
    .action((semester, options) =>
      perform("semester panel", async (i) =>
        (await import("./commands/semester-panel.ts")).semesterPanel(i, semester, options),
      ),
    );

  const semesterOption = new Option("--semester <id>", "default: the active one");
  semesters
    .command("freeze")
    .description("publish the hashes of evaluation sets in seals.json; from then on check and grade refuse other rows")
    .argument("[adapters...]", "names, or a folder or zip as it was sent; default: all of the semester")
    .addOption(semesterOption)
    .option("--base-ref <ref>", "with --head-ref: what the branch is compared with", "origin/HEAD")
    .option("--head-ref <ref>", "the adapter that this branch adds or changes, as it was sent")
    .option("--again <reason>", "replace a published hash, and publish why", someWords)
    .action((adapters, options) =>
      perform("semester freeze", async (i) =>
        (await import("./commands/semester-freeze.ts")).semesterFreeze(i, adapters, options),
      ),
    );
  semesters
    .command("seal")
    .description("check another team's rows in a folder outside the repository, and publish their salted hashes")
    .argument("<folder>", "holds <adapter>.jsonl for each adapter, and will hold their salts")
    .requiredOption("--by <team>", "who wrote the rows", someWords)
    .addOption(semesterOption)
    .option("--again <reason>", "replace a published hash, and publish why", someWords)
    .action((folder, options) =>
      perform("semester seal", async (i) =>
        (await import("./commands/semester-seal.ts")).semesterSeal(i, folder, options),
      ),
    );
  semesters
    .command("points")
    .description("the points of everybody whose grade is kept in a folder of records, with the try that counts")
    .argument("<records>", "the folder outside the repository that loco grade --records keeps")
    .option("--csv <file>", "also write them there, outside the repository, for a spreadsheet")
    .action((records, options) =>
      perform("semester points", async (i) =>
        (await import("./commands/semester-points.ts")).semesterPoints(i, records, options),
      ),
    );
  semesters
    .command("reveal")
    .description(
      "prove sealed rows against their published hashes, and bring them into the class with the gap to the public rows",
    )
    .argument("<folder>", "from which they were sealed")
    .addOption(semesterOption)
    .action((folder, options) =>
      perform("semester reveal", async (i) =>
        (await import("./commands/semester-reveal.ts")).semesterReveal(i, folder, options),
      ),
    );
}
