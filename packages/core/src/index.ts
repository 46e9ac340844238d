export { adapterManifestSchema, toolNames, type AdapterManifest, type ToolName } from "./adapter-manifest.ts";
export { artifactKeys, artifactMetadataSchema, type ArtifactMetadata } from "./artifact-metadata.ts";
export { baseManifestSchema, type BaseManifest } from "./base-manifest.ts";
export { canonicalJson, type JsonValue } from "./canonical-json.ts";
export {
  conditionSchema,
  loopTools,
  scaffoldSchema,
  singleScaffoldSchema,
  type Condition,
  type LoopTool,
  type Scaffold,
  type SingleScaffold,
} from "./condition.ts";
export { confidenceSchema, confidenceWorths, type Confidence } from "./confidence.ts";
export {
  findingSchema,
  findingsCut,
  firstFindings,
  hasErrors,
  severities,
  shortFinding,
  type Finding,
} from "./finding.ts";
export type { CachedGeneration, GenerationCache } from "./generation-cache.ts";
export type {
  ContinuationScore,
  GenerateOptions,
  GenerateRequest,
  Generation,
  GenerationFailure,
  GenerationResult,
  GenerationTiming,
  Generator,
  GeneratorIdentity,
  ScoreRequest,
  TokenLogProbability,
} from "./generator.ts";
export { hashOf, sha256Hex } from "./hash.ts";
export { importMappingSchema, type ImportMapping } from "./import-mapping.ts";
export { datasetHash, difficulties, itemSchema, questionOf, targetOf, type Difficulty, type Item } from "./item.ts";
export {
  judgeAgreementSchema,
  judgedPairSchema,
  judgeReportSchema,
  type JudgeAgreement,
  type JudgedPair,
  type JudgeReport,
  type Preference,
} from "./judge-report.ts";
export { fileSchemas, jsonSchemaOf } from "./json-schemas.ts";
export { conclusions, gradeRecordSchema, type Conclusion, type GradeRecord } from "./grade-record.ts";
export {
  type FleetPlan,
  fleetPlanSchema,
  type FleetTask,
  type FleetTaskState,
  fleetTaskStateSchema,
  type RefusedAdapter,
} from "./fleet.ts";
export { type FleetRules, fleetRulesSchema } from "./fleet-rules.ts";
export { type GradePart, gradeParts, type GradeRules, gradeRulesSchema, moment } from "./grade-rules.ts";
export { instructorRecordSchema, type InstructorRecord } from "./instructor-record.ts";
export { lockSchema, parityReferenceSchema, type Lock, type ParityReference } from "./lock.ts";
export { exitCodeOf, kindOfExit, LocoError, type LocoErrorKind, type LocoErrorOptions } from "./loco-error.ts";
export { mixHash } from "./mix-hash.ts";
export { machineSchema, type Machine } from "./machine.ts";
export { messageSchema, type Message } from "./message.ts";
export {
  type MigratedAdapter,
  migratedAdapterSchema,
  type Migration,
  type MigrationDecision,
  migrationDecisions,
  migrationSchema,
} from "./migration.ts";
export { adapterIdSchema, adapterPath, schemaVersion, semverSchema, sha256Schema, slugSchema } from "./names.ts";
export { didYouMean, nearestNames } from "./nearest-names.ts";
export { once } from "./once.ts";
export { preferenceLabelSchema, type PreferenceLabel } from "./preference-label.ts";
export { assemblePrompt, promptRevision } from "./prompt-assembly.ts";
export {
  loraTargets,
  recipes,
  recipeSchema,
  writtenRecipe,
  writtenRecipeSchema,
  recipeSettingsSchema,
  resolveRecipe,
  type Recipe,
  type RecipeSettings,
} from "./recipe.ts";
export { resultsSummarySchema, type ResultsSummary } from "./results-summary.ts";
export { routeSchema, type Route } from "./route.ts";
export { countsSchema, runSchema, type Counts, type Run } from "./run.ts";
export type { RunWriter } from "./run-writer.ts";
export {
  outcomes,
  samplePartSchema,
  sampleSchema,
  sampleTimingSchema,
  sampleTokensSchema,
  scoreSchema,
  type Sample,
  type SamplePart,
  type SampleTiming,
  type SampleTokens,
  type Score,
} from "./sample.ts";
export { samplingSchema, type Sampling } from "./sampling.ts";
export { pythonTestsOf, type PythonTests } from "./python-tests.ts";
export { scorerOptionsSchema, type ScorerName, type ScorerOptions } from "./scorer-options.ts";
export { sealedResultsSchema, type SealedGap, type SealedResults } from "./sealed-results.ts";
export { saltSchema, sealHash, sealsSchema, type AdapterSeals, type SealedSet, type Seals } from "./seals.ts";
export { semesterManifestSchema, type SemesterManifest } from "./semester-manifest.ts";
export { sqlFixtureSchema, type SqlFixture } from "./sql-fixture.ts";
export { unexportableOptions, unexportableReason } from "./unexportable-options.ts";
export { submissionReceiptSchema, type SubmissionReceipt } from "./submission-receipt.ts";
export { verdictOutcomes, verdictSchema, type Verdict } from "./verdict.ts";
export { hostileTexts, unseenCharacters } from "./hostile-texts.ts";
export { visibleText } from "./visible-text.ts";
export { type TrainingCurve, trainingCurveSchema } from "./training-curve.ts";
export { seededRandom, shuffled } from "./seeded-random.ts";
