import path from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the Python program, beside this package's sources and its build alike. */
export const pythonProject = fileURLToPath(new URL("../python/", import.meta.url));

/** A file of pinned, hashed requirements: `cpu` is all but torch, `pypi` is all, `uv` the installer. */
export function requirementsFile(name: "cpu" | "pypi" | "uv"): string {
  return path.join(pythonProject, "requirements", `${name}.txt`);
}
