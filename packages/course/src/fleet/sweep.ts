import { didYouMean, LocoError, recipeSettingsSchema, type Recipe, type RecipeSettings } from "@locollm/core";
import { z } from "zod";
import type { TaskStatus } from "./fleet-status.ts";

/** Short names that a person may type. */
const aliases: Readonly<Record<string, keyof RecipeSettings>> = { lr: "learningRate", batch: "batchSize" };

/** More than these would take weeks, and choose by luck. */
const mostTasks = 256;

/**
 * All combinations of `rank=4,8` and `lr=1e-3,2e-3`.
 *
 * @throws LocoError `wrong-sweep`
 */
export function sweepSettings(texts: readonly string[]): RecipeSettings[] {
  const names = Object.keys(recipeSettingsSchema.shape);
  let found: RecipeSettings[] = [{}];
  for (const text of texts) {
    const [typed = "", values = ""] = text.split("=", 2);
    const name = aliases[typed] ?? typed;
    if (name === "validation")
      throw wrong(text, "All trainings of a sweep hold out the same rows: set train.validation in adapter.yaml.");
    if (!names.includes(name) || name === "method" || values === "")
      throw wrong(
        text,
        names.includes(name) ? "Write it as rank=4,8,16." : didYouMean(name, [...names, ...Object.keys(aliases)]),
      );
    const settings = values.split(",").map((value) => settingOf(name, value, text));
    found = found.flatMap((one) => settings.map((setting) => ({ ...one, ...setting })));
    if (found.length > mostTasks)
      throw wrong(texts.join(" "), `It asks for more than ${mostTasks} trainings; name fewer values.`);
  }
  return found;
}

/** Fewer rows are not held out: see FEWEST in the trainer's validation.py. */
const fewestHeldOut = 16;

/**
 * The share of training rows that each training of a sweep holds out: the recipe's own where that is enough rows to tell
 * combinations apart, else a tenth, or more of few rows.
 *
 * @throws LocoError `sweep-rows-too-few`
 */
export function heldOutForSweep({ validation }: Pick<Recipe, "validation">, rows: number): number {
  if (rows < 2 * fewestHeldOut) {
    throw new LocoError({
      code: "sweep-rows-too-few",
      message: `A sweep's winner is chosen on training rows that are held out; of ${rows} rows none can be spared.`,
      fix: `Add rows to data/train.jsonl, at least ${2 * fewestHeldOut}, or compare by hand with loco train.`,
      fields: { rows },
      kind: "usage",
    });
  }
  const share = Math.max(validation === 0 ? 0.1 : validation, Math.ceil((100 * fewestHeldOut) / rows) / 100);
  return Math.min(0.5, share);
}

function settingOf(name: string, value: string, text: string): RecipeSettings {
  const number = Number(value);
  const typed = value === "null" ? null : value.trim() !== "" && Number.isFinite(number) ? number : value;
  const parsed = recipeSettingsSchema.safeParse({ [name]: typed });
  if (!parsed.success) throw wrong(text, z.prettifyError(parsed.error).replaceAll("\n", " "));
  return parsed.data;
}

function wrong(text: string, fix: string): LocoError {
  return new LocoError({
    code: "wrong-sweep",
    message: `--sweep ${text} is no list of settings of a recipe.`,
    fix,
    fields: { sweep: text },
    kind: "usage",
  });
}

/** One combination of a sweep's settings over its seeds. */
export interface SweepRow {
  readonly settings: RecipeSettings;
  /** Validation losses, one a seed; nats an answer token. */
  readonly losses: readonly number[];
  readonly mean: number;
  /** Trainings of this combination, ended or not. */
  readonly wanted: number;
}

/**
 * A sweep's combinations, the lowest mean validation loss first; evaluation rows have no part in it. Those of which a training
 * failed, or has not ended, come last: their other seeds alone may be the lucky ones.
 */
export function sweepRows(tasks: readonly TaskStatus[]): SweepRow[] {
  const groups = new Map<string, { settings: RecipeSettings; losses: number[]; wanted: number }>();
  for (const { task, state } of tasks) {
    const { seed: _, validation: __, ...settings } = task.settings;
    const key = JSON.stringify(settings);
    const group = groups.get(key) ?? { settings, losses: [] as number[], wanted: 0 };
    groups.set(key, group);
    group.wanted += 1;
    if (state.ended?.loss !== null && state.ended?.loss !== undefined) group.losses.push(state.ended.loss);
  }
  return [...groups.values()]
    .filter(({ losses }) => losses.length > 0)
    .map((group) => ({ ...group, mean: group.losses.reduce((sum, loss) => sum + loss, 0) / group.losses.length }))
    .sort((a, b) => Number(isWhole(b)) - Number(isWhole(a)) || a.mean - b.mean);
}

/** Whether all trainings of a combination have ended well. */
export function isWhole({ losses, wanted }: Pick<SweepRow, "losses" | "wanted">): boolean {
  return losses.length === wanted;
}

/**
 * Whether the best combination is beyond the luck of the seeds: its worst seed is below the next one's best. Null with
 * one seed, which cannot tell.
 */
export function sweepIsClear([first, second]: readonly SweepRow[]): boolean | null {
  if (first === undefined || second === undefined || first.losses.length < 2 || !isWhole(second)) return null;
  return Math.max(...first.losses) < Math.min(...second.losses);
}
