import { fitTemperature, type HeldOutQuestion } from "./calibration.ts";
import { chooseThreshold, countHeldOut } from "./choose-threshold.ts";
import { everyForm, questionFeatures } from "./features.ts";
import { chooseHeldOut } from "./held-out.ts";
import { likeliestAdapter } from "./likeliest-adapter.ts";
import { questionWords } from "./question-words.ts";
import type { Router } from "./router.ts";
import { checkInputs, inOrder, routerKey, type RouterInputs } from "./router-inputs.ts";
import { groupSimilar } from "./similar-questions.ts";
import { softmax } from "./softmax.ts";
import { fitSoftmaxRegression, logitsOf, type LinearModel } from "./softmax-regression.ts";
import { buildVocabulary, rowOf, type Vocabulary } from "./vocabulary.ts";

/**
 * How far the odds of the base are lowered, as a logarithm. The base's examples are about everything, so a question in words that no
 * adapter's examples have shares more with them and would stay with the base too often. Chosen on evaluation rows and CLINC150's validation split.
 */
const lean = 2;

/** Fits that each leave other groups out: with fewer, the threshold hangs on which single template happens to be left out. */
const splits = 3;

interface Example {
  readonly features: ReadonlySet<string>;
  readonly own: number;
  /** The group of similar questions of its class. */
  readonly group: number;
}

/**
 * Fits a router: TF-IDF features, softmax regression over the adapters and the base. First fits leave whole groups of similar questions
 * out, on which temperature and threshold are chosen; the last fit takes everything. Deterministic.
 *
 * @throws LocoError without adapters, without questions for one, with one named twice, or without out-of-scope examples.
 */
export function fitRouter(inputs: RouterInputs): Router {
  checkInputs(inputs);
  const adapters = inOrder(inputs.adapters);
  const base = adapters.length;
  const classes = [...adapters.map(({ prompts }) => prompts), inputs.outOfScope].map((questions, own): Example[] => {
    const groups = groupSimilar(questions.map((question) => new Set(questionWords(question))));
    return questions.map((question, i) => ({ features: questionFeatures(question), own, group: groups[i]! }));
  });

  const aside = Array.from({ length: splits }, (_, split) => askHeldOut(classes, (inputs.seed ?? 1) + split)).flat();
  const temperature = fitTemperature(aside);
  const routes = aside.map(({ logits, own }) => {
    const probabilities = softmax(lowered(logits, lean * temperature), temperature);
    const adapter = likeliestAdapter(probabilities);
    return { outOfScope: own === base, right: adapter === own, probability: probabilities[adapter]! };
  });
  const threshold = chooseThreshold(routes);

  const { vocabulary, model } = fitExamples(classes.flat(), base);
  return {
    key: routerKey(inputs),
    adapters: adapters.map(({ id }) => id),
    vocabulary,
    model: { ...model, biases: lowered(model.biases, lean * temperature).map(toThousandth) },
    temperature,
    threshold,
    heldOut: countHeldOut(routes, threshold),
  };
}

/** What a fit without some groups of each class makes of them. */
function askHeldOut(classes: readonly (readonly Example[])[], seed: number): HeldOutQuestion[] {
  const parted = classes.map((examples) => {
    const heldOut = chooseHeldOut(
      examples.map(({ group }) => group),
      seed,
    );
    return { rest: examples.filter((_, i) => !heldOut[i]), aside: examples.filter((_, i) => heldOut[i]) };
  });
  const { vocabulary, model } = fitExamples(
    parted.flatMap(({ rest }) => rest),
    classes.length - 1,
  );
  return parted.flatMap(({ aside }) =>
    aside.map(({ features, own }) => ({ logits: logitsOf(model, rowOf(vocabulary, features)), own })),
  );
}

/** The logits or biases with the last class, the base, set back. */
function lowered(values: ArrayLike<number>, by: number): Float64Array {
  const copy = Float64Array.from(values);
  copy[copy.length - 1] = copy[copy.length - 1]! - by;
  return copy;
}

/** So that a model read from its file is the one that was fitted. */
function toThousandth(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/** A question of which no word is known belongs to the base, whatever its form: the base's class learns every form bare. */
function fitExamples(examples: readonly Example[], base: number): { vocabulary: Vocabulary; model: LinearModel } {
  const vocabulary = buildVocabulary(examples.map(({ features }) => features));
  const model = fitSoftmaxRegression({
    rows: [...examples.map(({ features }) => features), ...everyForm].map((features) => rowOf(vocabulary, features)),
    classes: [...examples.map(({ own }) => own), ...everyForm.map(() => base)],
    classCount: base + 1,
    columnCount: vocabulary.features.length,
  });
  return { vocabulary, model };
}
