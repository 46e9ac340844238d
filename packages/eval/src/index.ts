export { answerConfidence, type AnswerConfidence } from "./confidence/answer-confidence.ts";
export { answerConfidenceWords, confidenceSentences } from "./confidence/confidence-words.ts";
export { leastSurePart, type LeastSurePart } from "./confidence/least-sure-part.ts";
export { measureConfidence, type MeasureConfidenceOptions } from "./confidence/measure-confidence.ts";
export { reliabilityCurve, type ReliabilityPoint } from "./confidence/reliability-curve.ts";
export { sureness } from "./confidence/sureness.ts";
export { exampleCount, fewShotCondition, plainCondition } from "./conditions/conditions.ts";
export { conditionName } from "./conditions/condition-name.ts";
export { conditionNames, type ConditionNames } from "./conditions/condition-names.ts";
export {
  conditionForms,
  namedCondition,
  standardConditions,
  type NamedConditionOptions,
} from "./conditions/named-condition.ts";
export { pickExamples, pickValidationRows } from "./conditions/pick-examples.ts";
export { examplesOf, requestsFor } from "./conditions/requests.ts";
export type { RunToExport } from "./export/exported-run.ts";
export { inspectLog, type InspectLogOptions } from "./export/inspect-log.ts";
export { lmEvalSamples } from "./export/lm-eval-samples.ts";
export { shellWord } from "./report/reproduce.ts";
export { changedRows } from "./report/changed-rows.ts";
export { judgeRequests, type AnswerPair, type JudgeForm } from "./judge/judge-pairs.ts";
export { answerPairs, judgeRuns, type JudgeRunsOptions } from "./judge/judge-runs.ts";
export { judgeReplies } from "./judge/judge-prompt.ts";
export { judgeName, judgeWords, replyLine, type JudgedNames } from "./judge/judge-words.ts";
export { labelSheet } from "./judge/label-sheet.ts";
export { baseCardMarkdown, type BaseCard, type BaseDomain, type BaseSpeed } from "./report/base-card.ts";
export {
  conditionsReport,
  type ConditionResult,
  type ConditionRow,
  type ConditionsReport,
  type ReferenceRun,
} from "./report/conditions-report.ts";
export { terminalConditions } from "./report/conditions-table.ts";
export { outcomeWords, percent, percentRange, points, pValueText, rightOf } from "./report/figures.ts";
export type { Flip, FlipGroup, ReportAnswer, ReportRun } from "./report/flips.ts";
export { htmlReport } from "./report/html/html-report.ts";
export { jsonReport, shortJsonReport } from "./report/json-report.ts";
export { junitReport } from "./report/junit-report.ts";
export { cardBlock, markdownReport } from "./report/markdown-report.ts";
export { escapeMarkdown, fenced, plainMarkdown } from "./report/markdown-text.ts";
export { reasonShown } from "./report/reason-shown.ts";
export { previewWords } from "./report/preview-words.ts";
export {
  buildPairReport,
  buildReport,
  type PairReportParts,
  type Report,
  type ReportExamples,
  type ReportParts,
  verdictSentences,
} from "./report/report.ts";
export { runName } from "./report/sides.ts";
export { terminalReport, type TerminalReportOptions } from "./report/terminal-report.ts";
export { scoredLabels } from "./runner/answer-by-likelihood.ts";
export {
  chooseBestPrompt,
  exampleCounts,
  validationRowCount,
  type BestPrompt,
  type ChooseBestPromptOptions,
} from "./runner/choose-best-prompt.ts";
export type { EvaluationProgress } from "./runner/collect-answers.ts";
export {
  estimateEvaluation,
  type AnswerLength,
  type EstimateOptions,
  type EvaluationEstimate,
  type Throughput,
} from "./runner/estimate-evaluation.ts";
export { evaluate, type EvaluateOptions, type Evaluation } from "./runner/evaluate.ts";
export { preview, type Preview, type PreviewOptions } from "./runner/preview.ts";
export { recordedGenerator, type Recording } from "./runner/recorded-generator.ts";
export { auroc, type Auroc, type ScoredCase } from "./statistics/auroc.ts";
export {
  compareSequentially,
  type SequentialComparison,
  type SequentialOptions,
} from "./statistics/compare-sequentially.ts";
export { benjaminiHochberg, holm } from "./statistics/adjust-p-values.ts";
export { bootstrapInterval, type BootstrapIntervalOptions } from "./statistics/bootstrap-interval.ts";
export { clusteredDifference, type ClusteredDifference } from "./statistics/clustered-difference.ts";
export { assumedDiscordance } from "./statistics/discordance.ts";
export { itemsAdvice, type ItemsAdviceOptions } from "./statistics/items-advice.ts";
export { midPMcNemar } from "./statistics/mid-p-mcnemar.ts";
export { minimalDetectableEffect } from "./statistics/minimal-detectable-effect.ts";
export { pairedRatioInterval } from "./statistics/paired-ratio-interval.ts";
export { pairedInterval } from "./statistics/paired-interval.ts";
export { pairedNonInferiority } from "./statistics/paired-non-inferiority.ts";
export { permutationTest, type PermutationTestOptions } from "./statistics/permutation-test.ts";
export { requiredItems } from "./statistics/required-items.ts";
export { unseenItemInterval, type UnseenItemOptions } from "./statistics/unseen-item-interval.ts";
export { unpairedInterval, type Share } from "./statistics/unpaired-interval.ts";
export { wilsonInterval } from "./statistics/wilson-interval.ts";
export { summarise, type SummaryParts } from "./summary.ts";
export { adjustVerdicts } from "./verdict/adjust-verdicts.ts";
export { evaluationSet, type EvaluationSet } from "./verdict/evaluation-set.ts";
export { compareOutcomes, type OutcomePair } from "./verdict/compare-outcomes.ts";
export { compareRuns, type CompareOptions } from "./verdict/compare.ts";
export type { EvaluatedRun } from "./verdict/pair-scores.ts";
export { judgedByDefault, type JudgedBy } from "./verdict/judged-by.ts";
export { sealedGap } from "./verdict/sealed-gap.ts";
export { explainVerdict, type ComparedSides } from "./verdict/explain-verdict.ts";
export { checkAnswers, type AnswersToCheck } from "./scorers/check-answers.ts";
export { createScorer, type CreateScorerOptions } from "./scorers/create-scorer.ts";
export { InterpreterPool, type InterpreterPoolOptions } from "./scorers/python/interpreter-pool.ts";
export type { Interpretation, InterpreterEnding } from "./scorers/python/interpreter-messages.ts";
export { runPython, type RunPythonOptions } from "./scorers/python/run-python.ts";
export { scorerRevision, type Scorer } from "./scorers/scorer.ts";
export { applyCalculator, type Calculation, type CalculationFailure } from "./tools/calculator/apply-calculator.ts";
