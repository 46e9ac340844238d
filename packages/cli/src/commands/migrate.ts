import {
  costWords,
  estimateMigration,
  formatDuration,
  obtainRouter,
  planMigrations,
  switchSemester,
  type Switched,
} from "@locollm/course";
import { LocoError, type Migration } from "@locollm/core";
import {
  resolveAdapter,
  resolveBase,
  resolveSemester,
  type AdapterFolder,
  type SemesterFolder,
  type Workspace,
} from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { baseHere } from "../steps/base-here.ts";
import { launchFleet, oneSlot } from "../steps/launch-fleet.ts";
import { marginOf } from "../steps/margin-of.ts";
import { openClass } from "../steps/open-class.ts";
import { reportMigration } from "../steps/report-migration.ts";
import { formatTable } from "../terminal/table.ts";

export interface MigrateOptions {
  readonly to: string;
  readonly from?: string | undefined;
  readonly semester?: string | undefined;
  readonly adapters?: readonly string[] | undefined;
  readonly margin?: string | undefined;
  readonly dryRun?: true | undefined;
  readonly switch?: true | undefined;
  readonly on?: "local" | "slurm" | undefined;
}

/** Moves a semester's adapters to another base, and says what becomes of each. */
export async function migrate(invocation: Invocation, options: MigrateOptions): Promise<CommandResult> {
  const workspace = await openClass(invocation);
  const semester = resolveSemester(workspace, options.semester);
  const bases = {
    from: resolveBase(workspace, options.from, semester),
    to: resolveBase(workspace, options.to, semester),
  };
  if (bases.from.id === bases.to.id) {
    throw new LocoError({
      code: "same-base",
      message: `${semester.id} is on ${bases.to.id} already.`,
      fix: "Name another base: loco base list shows what there is.",
      fields: { base: bases.to.id },
      kind: "usage",
    });
  }
  const adapters = options.adapters?.map((name) => adapterOf(workspace, semester, name)) ?? semester.adapters;
  const from = await baseHere(invocation, workspace, bases.from);
  const to = await baseHere(invocation, workspace, bases.to);
  const { alpha } = semester.manifest.gate;
  const margin = options.margin === undefined ? semester.manifest.grade.margin : marginOf(options.margin);
  const what = `Moving ${adapters.length} adapter${adapters.length === 1 ? "" : "s"} of ${semester.id} from ${bases.from.id} to ${bases.to.id}`;
  if (options.on !== undefined) {
    const moving = { from: bases.from.id, margin };
    const planned = await planMigrations(invocation, workspace, adapters, { from, to });
    return launchFleet(invocation, {
      root: workspace.root,
      command: "migrate",
      on: options.on,
      semester,
      sweep: null,
      moving,
      planned,
      here: oneSlot,
      what,
      estimate: options.dryRun === true,
    });
  }
  const { whole, each, refused } = await estimateMigration(invocation, workspace, adapters, { from, to });
  if (options.dryRun === true) {
    const rows = each.map((one) => [one.adapter, formatDuration(one.seconds)]);
    const cannot = refused.map(({ adapter, reason, fix }) => `${adapter} cannot be moved: ${reason}\n  ${fix}`);
    return {
      data: { ...whole, adapters: each.map((one) => ({ ...one })), refused: refused.map((one) => ({ ...one })) },
      ok: refused.length === 0,
      text: [`${what}: ${costWords(whole)}.`, "", formatTable(rows), ...cannot].join("\n"),
    };
  }
  invocation.talk.say(`${what}: ${costWords(whole)}; less where it was begun before. Ctrl-C is safe.`);
  const { migration, report, folder } = await reportMigration(invocation, workspace, semester, adapters, {
    from,
    to,
    alpha,
    margin,
  });
  const written = `${report}\nWritten to ${folder}`;
  if (options.switch !== true)
    return {
      data: JSON.parse(JSON.stringify({ folder, ...migration })),
      ok: migration.missing.length === 0,
      text: written,
    };
  refuseIncomplete(semester, migration);
  const switched = await switchSemester(invocation, workspace, semester, migration, to);
  await obtainRouter(invocation, await openClass(invocation), semester);
  return {
    data: JSON.parse(JSON.stringify({ folder, ...migration, switched })),
    ok: migration.missing.length === 0,
    text: `${written}\n\n${switchedWords(semester.id, bases.to.id, switched)}`,
  };
}

/** An adapter of the semester that moves. @throws LocoError `adapter-elsewhere` */
function adapterOf(workspace: Workspace, semester: SemesterFolder, name: string): AdapterFolder {
  const adapter = resolveAdapter(workspace, name);
  if (adapter.semester === semester.id) return adapter;
  throw new LocoError({
    code: "adapter-elsewhere",
    message: `${adapter.id} is no adapter of ${semester.id}.`,
    fix: `A migration moves one semester: add --semester ${adapter.semester}, or leave ${name} out.`,
    fields: { adapter: adapter.id, semester: semester.id },
    kind: "usage",
  });
}

/** A base that some adapters of the semester are not on cannot be its default. @throws LocoError `migration-incomplete` */
function refuseIncomplete({ id, adapters }: SemesterFolder, migration: Migration): void {
  const moved = new Set(migration.adapters.map((one) => one.moved.adapter));
  const open = adapters.filter((adapter) => !moved.has(adapter.id)).map((adapter) => adapter.id);
  if (open.length === 0) return;
  throw new LocoError({
    code: "migration-incomplete",
    message: `${id} cannot switch: ${open.join(", ")} ${open.length === 1 ? "is" : "are"} not on ${migration.to.id} yet.`,
    fix: "Move them, or remove their folders, then run the same command again.",
    fields: { semester: id, open },
  });
}

function switchedWords(semester: string, base: string, { adapters, changeset }: Switched): string {
  const versions = adapters.map(({ adapter, version }) => `${adapter} ${version}`).join(", ");
  return [
    `${semester} is on ${base} now${versions === "" ? "" : `: ${versions}`}.`,
    ...(changeset === null ? [] : [`Changeset: ${changeset}`]),
    `Look at it with git diff, run loco check ${semester}, and commit. Adapters that are not kept stay until somebody removes their folder.`,
  ].join("\n");
}
