export { findCachedBase, type CachedBase } from "./bases/cached-base.ts";
export { requireSpace } from "./bases/disk-space.ts";
export { fetchBase, type FetchBaseOptions } from "./bases/fetch-base.ts";
export type { FetchEvent, OnFetchEvent } from "./bases/fetch-events.ts";
export { importBase } from "./bases/import-base.ts";
export { findPythons, type NoPython, type Python } from "./bases/python.ts";
export { describeBase, type BaseOrigin, type DescribedBase } from "./bases/describe-base.ts";
export { decodeFloat16, encodeFloat16, fromFloat16, toFloat16 } from "./gguf/float16.ts";
export { ggmlType, ggmlTypes, tensorBytes, type GgmlType } from "./gguf/ggml-types.ts";
export {
  metadataNumber,
  metadataText,
  type GgufMetadata,
  type GgufScalar,
  type GgufScalarType,
  type GgufValue,
  type GgufValueType,
} from "./gguf/gguf-value.ts";
export { artifactMetadata } from "./gguf/artifact-metadata.ts";
export { readAdapterGguf, type AdapterBase, type AdapterGguf, type LoraPair } from "./gguf/read-adapter-gguf.ts";
export { readGguf, type Gguf, type GgufTensor } from "./gguf/read-gguf.ts";
export { readTensor, readTensors, readTensorValues } from "./gguf/read-tensor.ts";
export type { GgufContent, GgufTensorData } from "./gguf/encode-header.ts";
export { ggufParts, writeGguf } from "./gguf/write-gguf.ts";
export { hashFile } from "./hash-file.ts";
export { homeFolders, locoHome } from "./home.ts";
export { whileInUse } from "./in-use.ts";
export { placeWeights, type PlacedWeights } from "./place-weights.ts";
export { requireFile } from "./require-file.ts";
export { isHeld, withProcessLock, type LockHolder, type ProcessLockOptions } from "./process-lock.ts";
export { writePanel } from "./semester-files/write-panel.ts";
export { writeSeals } from "./semester-files/write-seals.ts";
export { writeWhole } from "./write-whole.ts";
export { checkAdapter, checkOptions, type CheckOptions } from "./check/check-adapter.ts";
export { NearIndex } from "./check/near-index.ts";
export { proposalHash, readProposal, type Proposal } from "./check/proposal.ts";
export { normalisedText } from "./check/question-text.ts";
export { sameAnswer } from "./check/same-answer.ts";
export { sealedRows } from "./check/sealed-rows.ts";
export { trainEvalOverlap } from "./check/overlap.ts";
export { sharedPassages } from "./check/shared-passages.ts";
export { sharedRows, type AdapterRows } from "./check/shared-rows.ts";
export { wordShingles } from "./check/word-shingles.ts";
export { answerForm } from "./check/answer-form.ts";
export { findClassRepository } from "./workspace/find-class-repository.ts";
export { readAdapterData, shownPath } from "./workspace/read-adapter-data.ts";
export { readAdapterFolder } from "./workspace/read-adapter-folder.ts";
export { readFixture } from "./workspace/read-fixture.ts";
export { readOutOfScope } from "./workspace/read-out-of-scope.ts";
export { readRows } from "./workspace/read-rows.ts";
export { readSealedResults } from "./workspace/read-sealed-results.ts";
export { readText } from "./workspace/read-text.ts";
export { readWorkspace } from "./workspace/read-workspace.ts";
export {
  activeSemester,
  adapterNames,
  nameOfPath,
  resolveAdapter,
  resolveBase,
  resolveSemester,
} from "./workspace/resolve.ts";
export type { AdapterData, AdapterFolder, Row, SemesterFolder, Workspace } from "./workspace/workspace.ts";
export { readMeasuredBlock, replaceMeasuredBlock } from "./adapter-files/measured-block.ts";
export {
  maxCardBytes,
  maxCommittedWeightsBytes,
  writeLock,
  writeMeasuredBlock,
  writeResults,
  writeWeights,
} from "./adapter-files/write-records.ts";
export { cacheKinds, cacheUsage, type CacheEntry, type CacheKind } from "./cache/cache-usage.ts";
export { openGenerationCache, type StoredGenerationCache } from "./cache/generation-cache.ts";
export { pruneCache, type Pruned, type PruneOptions } from "./cache/prune-cache.ts";
export { jsonText } from "./json-text.ts";
export { loadWeights, type LoadWeightsOptions } from "./load-weights.ts";
export { listRuns, openRunFolder, readRun, runsFolder, type StoredRun } from "./runs/run-folder.ts";
export { readJudgeReports, writeJudgeReport } from "./runs/judge-reports.ts";
export { readLabels } from "./runs/read-labels.ts";
export { newAdapter, type NewAdapterOptions } from "./drafts/new-adapter.ts";
export { readOrigin, type Origin } from "./drafts/origin.ts";
export { readCsvItems, type CsvItems, type ReadCsvOptions } from "./drafts/read-csv-items.ts";
export { importItems, type ImportOptions } from "./drafts/import-items.ts";
export { addRows } from "./drafts/add-rows.ts";
export { writeBases } from "./semester-files/write-bases.ts";
export { writeVersion } from "./adapter-files/write-version.ts";
export { readRevealedRows } from "./workspace/read-revealed-rows.ts";
