import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fetchBase, importBase, locoHome, readWorkspace } from "@locollm/store";
import { repository } from "./small-class.ts";

/** A home folder of its own, so that nothing is cached before the test; the default base is in it. */
export async function freshHome() {
  const home = await mkdtemp(path.join(os.tmpdir(), "loco höme "));
  const { bases } = await readWorkspace(repository);
  const manifest = bases.find(({ id }) => id === "smollm2-135m-instruct-q4-1")!;
  await importBase((await fetchBase(manifest)).path, [manifest], home);
  return {
    home,
    manifest,
    /** Takes the Python environment of the user's own home, which takes minutes to make, and how fast it was there. */
    borrowEnvironment: async () => {
      const known = path.join(locoHome(), "calibration");
      if (existsSync(known)) await cp(known, path.join(home, "calibration"), { recursive: true });
      const environments = path.join(locoHome(), "environments");
      await mkdir(environments, { recursive: true });
      await symlink(environments, path.join(home, "environments"), "junction");
    },
    [Symbol.asyncDispose]: () => rm(home, { recursive: true, force: true }),
  };
}
