import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { execa } from "execa";
import { readAdapterData, readWorkspace, type AdapterData } from "@locollm/store";

/**
 * The rows that the sample semesters' generators write from another seed than their own: the same templates, other values. By the
 * adapter's full name; one whose generator finds no sound set from that seed is left out.
 *
 * @param adapter only this one, by its full name
 */
export async function otherSeedRows(root: string, seed = 77, adapter?: string): Promise<Map<string, AdapterData>> {
  const copy = await mkdtemp(path.join(os.tmpdir(), "loco-other-seed-"));
  try {
    for (const name of ["bases", "semesters"])
      await cp(path.join(root, name), path.join(copy, name), { recursive: true });
    for (const name of ["packages", "node_modules"]) await symlink(path.join(root, name), path.join(copy, name));
    // All draw from one generator of random numbers. A fixture, such as a database, stays as it is: its rows ask about it.
    const random = path.join(copy, "semesters", "2026-s1", "generators", "seeded-random.mts");
    const source = await readFile(random, "utf8");
    const other = source.replace("^ seed)", `^ (name.endsWith("fixture") ? seed : ${seed}))`);
    if (other === source) throw new Error(`${random} takes its seed differently now.`);
    await writeFile(random, other);
    const written = new Map<string, AdapterData>();
    for (const semester of await readdir(path.join(copy, "semesters"))) {
      for (const slug of await readdir(path.join(copy, "semesters", semester, "adapters"))) {
        if (adapter !== undefined && adapter !== `${semester}/${slug}`) continue;
        const file = path.join(copy, "semesters", semester, "generators", `${slug}.mts`);
        const { failed } = await execa(process.execPath, ["--conditions=@locollm/source", file], { reject: false });
        const all = failed ? [] : (await readWorkspace(copy)).semesters.flatMap(({ adapters }) => adapters);
        const own = all.find(({ id }) => id === `${semester}/${slug}`);
        if (own !== undefined) written.set(own.id, await readAdapterData(own));
      }
    }
    return written;
  } finally {
    await rm(copy, { recursive: true });
  }
}
