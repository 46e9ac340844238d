import { adapterIdSchema, hashOf, LocoError, schemaVersion, sha256Schema } from "@locollm/core";
import { z } from "zod";
import { routerRevision, type Router } from "./router.ts";
import { vocabularyOf } from "./vocabulary.ts";

const thousandths = z.array(z.int());

const contentSchema = z.strictObject({
  schema: schemaVersion,
  routerRevision: z.literal(routerRevision),
  key: sha256Schema,
  adapters: z.array(adapterIdSchema).min(1),
  temperature: z.number().positive(),
  threshold: z.number().min(0).max(1),
  heldOut: z.strictObject({
    questions: z.int().min(0),
    routed: z.int().min(0),
    outOfScope: z.int().min(0),
    accepted: z.int().min(0),
  }),
  features: z.array(z.string()),
  worths: thousandths.describe("Of each feature, in thousandths."),
  biases: thousandths.describe("Of each adapter and then the base, in thousandths."),
  weights: thousandths.describe("Of each feature for each adapter and then the base, in thousandths."),
});
type Content = z.infer<typeof contentSchema>;

const fileSchema = z.strictObject({ hash: sha256Schema, content: contentSchema });

/** The router as JSON on one line, with the hash of its content. Weights are whole thousandths, so nothing is lost. */
export function writeRouter(router: Router): string {
  const content: Content = {
    schema: 1,
    routerRevision,
    key: router.key,
    adapters: [...router.adapters],
    temperature: router.temperature,
    threshold: router.threshold,
    heldOut: { ...router.heldOut },
    features: [...router.vocabulary.features],
    worths: toThousandths(router.vocabulary.worths),
    biases: toThousandths(router.model.biases),
    weights: toThousandths(router.model.weights),
  };
  return `${JSON.stringify({ hash: hashOf(content), content })}\n`;
}

/**
 * Reads what `writeRouter` wrote.
 *
 * @throws LocoError `router-unreadable` if it is damaged, cut, of another revision, or no router at all.
 */
export function readRouter(text: string): Router {
  const content = checkedContent(text);
  const classCount = content.adapters.length + 1;
  return {
    key: content.key,
    adapters: content.adapters,
    vocabulary: vocabularyOf(content.features, fromThousandths(content.worths)),
    model: { classCount, weights: fromThousandths(content.weights), biases: fromThousandths(content.biases) },
    temperature: content.temperature,
    threshold: content.threshold,
    heldOut: content.heldOut,
  };
}

function checkedContent(text: string): Content {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw unreadable("it is not JSON", cause);
  }
  const { data, error } = fileSchema.safeParse(parsed);
  if (error !== undefined) throw unreadable("it does not have a router's fields", error);
  const { hash, content } = data;
  if (hashOf(content) !== hash) throw unreadable("its content does not match its hash");
  const classCount = content.adapters.length + 1;
  const fits =
    content.worths.length === content.features.length &&
    content.biases.length === classCount &&
    content.weights.length === content.features.length * classCount &&
    new Set(content.features).size === content.features.length;
  if (!fits) throw unreadable("its parts do not fit together");
  return content;
}

function unreadable(reason: string, cause?: unknown): LocoError {
  return new LocoError({
    code: "router-unreadable",
    message: `The saved router cannot be used: ${reason}.`,
    fix: "Fit it again with `loco route`; it is made from the adapters' training questions.",
    fields: { reason },
    cause,
  });
}

function toThousandths(values: Float64Array): number[] {
  return Array.from(values, (value) => Math.round(value * 1000) + 0);
}

function fromThousandths(values: readonly number[]): Float64Array {
  return Float64Array.from(values, (value) => value / 1000);
}
