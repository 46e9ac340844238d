import path from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the Python program, beside this package's sources and its build alike. */
export const pythonProject = fileURLToPath(new URL("../python/", import.meta.url));

/**
 * A file of pinned, hashed requirements: `cpu` is all but torch, `pypi` is all, `p100` is all with torch's last build for
 * Pascal, `uv` the installer.
 */
export function requirementsFile(name: "cpu" | "pypi" | "p100" | "uv"): string {
  return path.join(pythonProject, "requirements", `${name}.txt`);
}
