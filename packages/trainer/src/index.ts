export { isTrained } from "./adapter-lock.ts";
export { bundleFiles, type BundleFile, type BundleFiles } from "./bundle/bundle-files.ts";
export { importTraining, type ImportedAdapter, type ImportTrainingRequest } from "./bundle/import-training.ts";
export { maxSafetensorsBytes } from "./read-safetensors.ts";
export { blockWeights, readArchitecture, type Architecture } from "./architectures.ts";
export { checkBaseParity, type BaseParity, type BaseToTry } from "./base-parity.ts";
export { curveSvg } from "./diagnosis/curve-svg.ts";
export { diagnoseTraining, type Trouble } from "./diagnosis/diagnose-training.ts";
export { sparkLine } from "./diagnosis/spark-line.ts";
export { addToCurve, emptyCurve, readCurve, type TrainingCurve } from "./diagnosis/training-curve.ts";
export { estimateTraining, type TrainEstimate } from "./estimate.ts";
export { chooseTorch, type TorchChoice, type TorchSet, torchSets } from "./gpu/choose-torch.ts";
export { type Gpu, readGpus } from "./gpu/read-gpus.ts";
export { torchHere } from "./gpu/torch-here.ts";
export { exportAdapter, type AdapterOrigin } from "./export-adapter.ts";
export { findPython, type Python } from "./find-python.ts";
export type { ParityResult } from "./decide-parity.ts";
export { checkParity } from "./parity-gate.ts";
export { thisMachine } from "./machine.ts";
export { permuteHeads, unpermuteHeads } from "./permute-heads.ts";
export {
  environmentCost,
  preparePython,
  readyEnvironment,
  type EnvironmentOptions,
  type PythonEnvironment,
} from "./python-environment.ts";
export { estimateTokens } from "./token-estimate.ts";
export { trainerRevision } from "./revision.ts";
export { trainingSpeed, type SpeedOptions, type TrainingSpeed } from "./training-speed.ts";
export { requirementsFile } from "./python-project.ts";
export { pythonOptions, runTraining, type RunOptions, type TrainingOutcome } from "./run-training.ts";
export { parityFailed, type AdapterWeights } from "./keep-weights.ts";
export { trainAdapter, type TrainAdapterRequest, type TrainedAdapter } from "./train-adapter.ts";
export type { TrainEvent } from "./train-event.ts";
export { planTraining, type TrainingBase, type TrainingRequest, type TrainPlan } from "./train-plan.ts";
