import { readFile } from "node:fs/promises";
import path from "node:path";
import { LocoError } from "@locollm/core";
import { pythonProject } from "../python-project.ts";

const ownImport = /^from loco_trainer(?:\.(\w+))? import (?:\([^)]*\)|.*)\n/gm;
const topLevelName = /^(?:(?:def|class) (\w+)|(\w+)(?::[^=\n]+)? = )/gm;

/**
 * The Python program's modules that `names` need, as one text without imports of each other: every module after those
 * that it imports, under its file's name.
 *
 * @throws LocoError `python-names-collide` where two modules use one name for two things
 */
export async function flattenPython(names: readonly string[]): Promise<string> {
  const sections = new Map<string, string>();
  const owners = new Map<string, string>();
  const add = async (name: string): Promise<void> => {
    if (sections.has(name)) return;
    const source = await readFile(path.join(pythonProject, "loco_trainer", `${name}.py`), "utf8");
    for (const [, needed = "__init__"] of source.matchAll(ownImport)) await add(needed);
    for (const [, defined, assigned] of source.matchAll(topLevelName)) claim(owners, defined ?? assigned!, name);
    const title = name === "__init__" ? "loco_trainer" : `${name}.py`;
    sections.set(
      name,
      `# --- ${title} ${"-".repeat(Math.max(3, 110 - title.length))}\n${source.replace(ownImport, "")}`,
    );
  };
  for (const name of names) await add(name);
  return [...sections.values()].map((section) => section.trim()).join("\n\n\n");
}

function claim(owners: Map<string, string>, name: string, module: string): void {
  const owner = owners.get(name) ?? module;
  owners.set(name, owner);
  if (owner === module) return;
  throw new LocoError({
    code: "python-names-collide",
    message: `${owner}.py and ${module}.py both call something ${name}; in one script they would be the same.`,
    fix: "Give one of the two another name.",
    fields: { name, modules: [owner, module] },
  });
}
