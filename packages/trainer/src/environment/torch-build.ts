/** Which torch: `cpu` is the small build, `pypi` the package index's newest with CUDA 13, `p100` its last with CUDA 12.6. */
export const torchBuilds = ["cpu", "pypi", "p100"] as const;
export type TorchBuild = (typeof torchBuilds)[number];
