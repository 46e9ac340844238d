export { checkWhole, type CheckedAdapter } from "./check/check-whole.ts";
export { comparableRows } from "./check/comparable-rows.ts";
export { cachedBase } from "./bases/cached-base.ts";
export { tryBase, type BaseAbility, type TriedBase } from "./bases/try-base.ts";
export { obtainBase } from "./bases/obtain-base.ts";
export { codeGroups, codePage, codePages, type CodeGroup, type CodePage } from "./codes/code-pages.ts";
export { adaptedGenerator } from "./engine/adapted-generator.ts";
export { costToldFirst } from "./engine/cost-told-first.ts";
export { openEngine } from "./engine/open-engine.ts";
export { openSides } from "./engine/open-sides.ts";
export { engineThroughput } from "./estimate/engine-throughput.ts";
export { estimateConditionsHere } from "./estimate/estimate-conditions.ts";
export { estimateEvaluationHere } from "./estimate/estimate-evaluation.ts";
export { estimateRequestsHere } from "./estimate/estimate-requests.ts";
export { estimateTrainingHere, trainingCostWords } from "./estimate/estimate-training.ts";
export { type Cost, costOfAll, costWords, sayCost } from "./estimate/say-cost.ts";
export { evaluateOnBase } from "./evaluation/evaluate-on-base.ts";
export { findBestPrompt } from "./evaluation/find-best-prompt.ts";
export { judgesOfPair } from "./evaluation/judges-of-pair.ts";
export { type Domain, openDomain } from "./evaluation/open-domain.ts";
export { progressWords, runProgress } from "./evaluation/run-progress.ts";
export { fleetFolder, fleetIds, keepPlan, readPlan, taskLog } from "./fleet/fleet-files.ts";
export { writeFleetReport } from "./fleet/fleet-report.ts";
export { fleetStatus, type TaskPhase, type TaskStatus } from "./fleet/fleet-status.ts";
export { slotsHere, type Slots } from "./fleet/free-slots.ts";
export { planGrades } from "./fleet/plan-grades.ts";
export { planMigrations } from "./fleet/plan-migrations.ts";
export type { PlannedTasks, WantedTask } from "./fleet/plan-tasks.ts";
export { planTrainings, withSettings } from "./fleet/plan-trainings.ts";
export type { LocoCommand } from "./fleet/run-locally.ts";
export { runTask, type TaskResult } from "./fleet/run-task.ts";
export { cancelFleet } from "./fleet/cancel-fleet.ts";
export { heldOutForSweep, isWhole, sweepIsClear, sweepRows, sweepSettings, type SweepRow } from "./fleet/sweep.ts";
export { switchSemester, type Switched } from "./migration/switch-semester.ts";
export { startFleet } from "./fleet/start-fleet.ts";
export { estimateGrade, type GradeCost } from "./grade/estimate-grade.ts";
export { wholeReportName, type GradeReport } from "./grade/fit-comment.ts";
export { gradeReport } from "./grade/grade-report.ts";
export { gradeSubmission, type Graded, type GradeOptions } from "./grade/grade-submission.ts";
export { readSubmission, type MeasurableSubmission, type ReadSubmission } from "./grade/read-submission.ts";
export { adapterHistory, type HistoryEntry } from "./history/adapter-history.ts";
export { historySvg } from "./history/history-svg.ts";
export { countedInLedger } from "./ledger/counted-in-ledger.ts";
export { isSameSubmission, openLedger } from "./ledger/ledger.ts";
export { pointsOf } from "./ledger/points.ts";
export { openParts, pointsCsv } from "./ledger/points-csv.ts";
export {
  recordForInstructor,
  requireRecordable,
  type KeptRecord,
  type RecordOptions,
} from "./ledger/record-for-instructor.ts";
export { tryNumbers, whichCounts, type Counted } from "./ledger/which-counts.ts";
export { decisionWords, decideMigration } from "./migration/decide-migration.ts";
export { joinMigrations } from "./migration/join-migrations.ts";
export { estimateMigration } from "./migration/estimate-migration.ts";
export { migrateAdapter, type MoveOptions } from "./migration/migrate-adapter.ts";
export { migrateSemester } from "./migration/migrate-semester.ts";
export { readMigration, writeMigration } from "./migration-records/migration-files.ts";
export { migrationReport } from "./migration/migration-report.ts";
export { drawPanel } from "./panel/draw-panel.ts";
export { mostPanelItems, panelHash, readPanel, type Panel, type PanelItem } from "./panel/panel.ts";
export { type Posted, postedFailure, postedGrade, postedNothing } from "./posting/posted.ts";
export { postToGitHub } from "./posting/post-to-github.ts";
export { postToGitLab } from "./posting/post-to-gitlab.ts";
export { readGrade } from "./posting/read-grade.ts";
export { reproduceArtifact, type Reproduced } from "./reproduce/reproduce-artifact.ts";
export { basePrompt } from "./routing/base-prompt.ts";
export { obtainRouter } from "./routing/obtain-router.ts";
export { freezeEvaluation, sealsOf, type Frozen } from "./sealed/freeze-evaluation.ts";
export { gradeSealed, type SealedGrade } from "./sealed/grade-sealed.ts";
export { requireInstructorsMachine } from "./sealed/instructors-machine.ts";
export { proveSealed } from "./sealed/prove-sealed.ts";
export { revealRows, type Revealed } from "./sealed/reveal-rows.ts";
export { openSealedFolder } from "./sealed/sealed-folder.ts";
export { sealRows, type SealedRows, type Sealing, type SealOptions } from "./sealed/seal-rows.ts";
export { importOnBase } from "./training/import-on-base.ts";
export { trainOnBase } from "./training/train-on-base.ts";
export { trainingRequest } from "./training/training-request.ts";
export { writeBundle } from "./training/write-bundle.ts";
export { againCommand, storedCommand } from "./typed/again-command.ts";
export { typedName } from "./typed/typed-name.ts";
export { formatBytes } from "./words/bytes.ts";
export { formatDuration } from "./words/duration.ts";
export { namedModelNotice, smallModelNotice } from "./words/small-model-notice.ts";
export type { Talk } from "./work/talk.ts";
export type { Work } from "./work/work.ts";
export { changedPaths, type Change, type ChangedPath } from "./submission/changed-paths.ts";
export { commitFiles } from "./submission/commit-files.ts";
export type { SubmittedFile, SubmittedKind } from "./submission/submitted-file.ts";
export { touchedAdapter, type TouchedAdapter } from "./submission/touched-adapter.ts";
export { folderFiles } from "./submission/folder-files.ts";
export { inspectFiles } from "./submission/inspect-files.ts";
export { placeFiles } from "./submission/place-files.ts";
export { zipFiles, type ZipFiles } from "./submission/zip-files.ts";
export {
  similarWork,
  type SimilarityEvidence,
  type SimilarWork,
  type SimilarWorkRequest,
} from "./similarity/similar-work.ts";
export type { UsualLikeness } from "./similarity/likeness.ts";
export { openPlacedSubmission, openSubmission } from "./submission/open-submission.ts";
export type { Submission } from "./submission/stage-submission.ts";
export { StepTimer } from "./work/step-timer.ts";
export { makeReceipt } from "./sending/make-receipt.ts";
export {
  prepareSubmission,
  type PreparedSubmission,
  type PrepareOptions,
  type RefusedFolder,
} from "./sending/prepare-submission.ts";
export { openPullRequest, type PullRequest } from "./sending/pull-request.ts";
export { pushBranch, type Pushed } from "./sending/push-branch.ts";
export { receiptText } from "./sending/receipt-text.ts";
export { forkHint } from "./sending/remotes.ts";
export { lastReceiptOf, writeReceipt } from "./sending/receipts.ts";
