/** Node, llama.cpp and its buffers, and one context of 16 lanes. */
const memoryBesideWeights = 900e6;
const weightCopies = 2;

/** Bytes of memory that answering with a base takes, by the size of its file in bytes. */
export function baseMemory(fileBytes: number): number {
  return fileBytes * weightCopies + memoryBesideWeights;
}
