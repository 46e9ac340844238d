import { spawnSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { adapterPath } from "@locollm/core";
import { execa } from "execa";

export const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");
const main = path.join(repository, "packages/cli/src/main.ts");

/** A class repository of its own with our bases and the semester's rules, and a way to run `loco` in it. */
export async function smallClass({ home }: { readonly home?: string } = {}) {
  const root = await mkdtemp(path.join(os.tmpdir(), "loco clàss-"));
  await cp(path.join(repository, "bases"), path.join(root, "bases"), { recursive: true });
  await mkdir(path.join(root, "semesters/2026-s2/adapters"), { recursive: true });
  const rules = await readFile(path.join(repository, "semesters/2026-s2/semester.yaml"), "utf8");
  // Its own panel names items of adapters that are not in this class.
  await writeFile(path.join(root, "semesters/2026-s2/semester.yaml"), rules.replace(/^grade:\n( .*\n)*/m, ""));
  return {
    root,
    write: async (name: string, text: string) => {
      await mkdir(path.dirname(path.join(root, name)), { recursive: true });
      await writeFile(path.join(root, name), text);
    },
    remove: (name: string) => rm(path.join(root, name), { recursive: true, force: true }),
    /** Copies one of our trained adapters, of 2026-s2 where no semester is named, with the first rows of its sets. */
    copyAdapter: async (name: string, rows: { readonly train: number; readonly eval: number }) => {
      const folder = adapterPath(name.includes("/") ? name : `2026-s2/${name}`);
      await cp(path.join(repository, folder), path.join(root, folder), { recursive: true });
      for (const [set, count] of Object.entries(rows)) {
        const file = path.join(root, folder, "data", `${set}.jsonl`);
        const lines = (await readFile(file, "utf8")).split("\n").slice(0, count);
        await writeFile(file, `${lines.join("\n")}\n`);
      }
    },
    loco: (...args: string[]) => loco(root, args, home),
    /** Runs it with more in its environment. */
    locoWith: (env: Readonly<Record<string, string>>, ...args: string[]) => loco(root, args, home, { env }),
    /** Runs it in a network of its own, in which nobody can be reached. */
    locoOffline: (...args: string[]) => loco(root, args, home, { offline: true }),
    /** Runs a command as it was printed, in bash, where `loco` is the real program. */
    shell: (command: string, env: Readonly<Record<string, string>> = {}) => shell(root, command, env),
    start: (...args: string[]) => startLoco(root, args, home),
    /** Starts it as a shell does, in a process group of its own, whose every process gets the signal. */
    startGroup: (...args: string[]) => {
      const running = startLoco(root, args, home, { detached: true });
      return { running, signal: (name: NodeJS.Signals) => void process.kill(-running.pid!, name) };
    },
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}

/** Whether a process may be given a network of its own: Linux, and where a user may make namespaces. */
export const networkCanBeCut =
  process.platform === "linux" && spawnSync("unshare", ["-rn", "true"], { stdio: "ignore" }).status === 0;

interface StartOptions {
  readonly detached?: true;
  readonly offline?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts the real program, to be waited for or killed. */
export function startLoco(
  cwd: string,
  args: readonly string[],
  home?: string,
  { offline = false, env = {}, ...options }: StartOptions = {},
) {
  const [file, ...words] = [
    ...(offline ? ["unshare", "-rn"] : []),
    process.execPath,
    "--conditions=@locollm/source",
    main,
    ...args,
  ];
  return execa(file!, words, {
    ...options,
    cwd,
    reject: false,
    env: { INIT_CWD: cwd, CI: "true", NO_COLOR: "1", ...(home === undefined ? {} : { LOCO_HOME: home }), ...env },
  });
}

async function shell(cwd: string, command: string, env: Readonly<Record<string, string>>) {
  const program = `loco() { "$LOCO_TEST_NODE" --conditions=@locollm/source "$LOCO_TEST_MAIN" "$@"; }`;
  const { exitCode, stdout, stderr } = await execa("bash", ["-c", `${program}\n${command}`], {
    cwd,
    reject: false,
    env: {
      INIT_CWD: cwd,
      CI: "true",
      NO_COLOR: "1",
      LC_ALL: "C.UTF-8",
      LOCO_TEST_NODE: process.execPath,
      LOCO_TEST_MAIN: main,
      ...env,
    },
  });
  return { exitCode, stdout, stderr };
}

/** Runs the real program. */
export async function loco(cwd: string, args: readonly string[], home?: string, options?: StartOptions) {
  const { exitCode, stdout, stderr } = await startLoco(cwd, args, home, options);
  return { exitCode, stdout, stderr };
}
