import { fitTemperature } from "./calibration.ts";
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

interface Example {
  readonly features: ReadonlySet<string>;
  readonly own: number;
  readonly heldOut: boolean;
}

/**
 * Fits a router: TF-IDF features, softmax regression over the adapters and the base. A first fit leaves whole groups of similar questions
 * out, on which temperature and threshold are chosen; the second fit takes everything. Deterministic.
 *
 * @throws LocoError without adapters, without questions for one, with one named twice, or without out-of-scope examples.
 */
export function fitRouter(inputs: RouterInputs): Router {
  checkInputs(inputs);
  const adapters = inOrder(inputs.adapters);
  const base = adapters.length;
  const seed = inputs.seed ?? 1;
  const examples = [...adapters.map(({ prompts }) => prompts), inputs.outOfScope].flatMap(
    (questions, own): Example[] => {
      const heldOut = chooseHeldOut(groupSimilar(questions.map((question) => new Set(questionWords(question)))), seed);
      return questions.map((question, i) => ({ features: questionFeatures(question), own, heldOut: heldOut[i]! }));
    },
  );

  const trial = fitExamples(
    examples.filter(({ heldOut }) => !heldOut),
    base,
  );
  const aside = examples
    .filter(({ heldOut }) => heldOut)
    .map(({ features, own }) => ({ logits: logitsOf(trial.model, rowOf(trial.vocabulary, features)), own }));
  const temperature = fitTemperature(aside);
  const routes = aside.map(({ logits, own }) => {
    const probabilities = softmax(logits, temperature);
    const adapter = likeliestAdapter(probabilities);
    return { outOfScope: own === base, right: adapter === own, probability: probabilities[adapter]! };
  });
  const threshold = chooseThreshold(routes);

  return {
    key: routerKey(inputs),
    adapters: adapters.map(({ id }) => id),
    ...fitExamples(examples, base),
    temperature,
    threshold,
    heldOut: countHeldOut(routes, threshold),
  };
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
