/** Keys that we write into a LoRA GGUF beside llama.cpp's own, so that a file tells what it was made from. */
export const artifactKeys = {
  baseSha256: "loco.base.sha256",
  baseId: "loco.base.id",
  templateSha256: "loco.template.sha256",
  adapterId: "loco.adapter.id",
  manifest: "loco.manifest",
  recipe: "loco.recipe",
  trainSha256: "loco.data.train.sha256",
  trainerRevision: "loco.trainer.revision",
} as const;
