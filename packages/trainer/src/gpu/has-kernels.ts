/**
 * Whether a torch that was built for these architectures has kernels for a device. Machine code (`sm_80`) runs on devices of its major
 * version from its minor version on, intermediate code (`compute_90`) on all from its version on:
 * https://docs.nvidia.com/cuda/cuda-c-programming-guide/#application-compatibility
 *
 * @param built as torch tells them, such as `sm_60`, `sm_90a`, `compute_120`
 * @param capability such as 8.6
 */
export function hasKernels(built: readonly string[], capability: number): boolean {
  const wanted = Math.round(10 * capability);
  return built.some((name) => {
    const [, kind, digits, only] = /^(sm|compute)_(\d+)([a-z]?)$/.exec(name) ?? [];
    if (kind === undefined) return false;
    const version = Number(digits);
    // Letters: for just this device, or for its family.
    if (only !== "") return version === wanted;
    const sameMajor = Math.floor(version / 10) === Math.floor(wanted / 10);
    return version <= wanted && (kind === "compute" || sameMajor);
  });
}
