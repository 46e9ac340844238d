import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { locoHome } from "@locollm/store";
import { execa } from "execa";
import { loco, repository, startLoco } from "./small-class.ts";

const semester = "semesters/2026-s2";

export interface ClassWithForkOptions {
  /** Settings that the student's clone does not get. */
  readonly without?: "author";
}

/**
 * A class on a bare server, a student's fork of it on the same server, and a clone of the fork in which the student works. Addresses are
 * those of github.com, which git here takes for the folder that holds the servers; a `gh` on the PATH notes how it is called.
 */
export async function classWithFork({ without }: ClassWithForkOptions = {}) {
  const root = await mkdtemp(path.join(os.tmpdir(), "loco fork-"));
  const [servers, clone, maintainer] = ["hub", "clone", "maintainer"].map((name) => path.join(root, name)) as [
    string,
    string,
    string,
  ];
  const home = path.join(root, "home");
  await mkdir(home);
  const settings = [
    `[url "file://${servers}/"]\n\tinsteadOf = https://github.com/`,
    "[init]\n\tdefaultBranch = main",
    ...(without === "author" ? [] : ["[user]\n\tname = A Student\n\temail = student@example.org"]),
  ];
  await writeFile(path.join(home, ".gitconfig"), `${settings.join("\n")}\n`);
  const env = { HOME: home, XDG_CONFIG_HOME: home, GIT_CONFIG_NOSYSTEM: "1", TZ: "Australia/Sydney" };
  const gitIn = async (cwd: string, ...args: string[]) => (await execa("git", args, { cwd, env })).stdout;
  const asMaintainer = ["-c", "user.name=Maintainer", "-c", "user.email=maintainer@example.org"];

  await gitIn(root, "init", "-q", "--bare", path.join(servers, "class/locollm.git"));
  await gitIn(root, "init", "-q", maintainer);
  await cp(path.join(repository, "bases"), path.join(maintainer, "bases"), { recursive: true });
  await mkdir(path.join(maintainer, semester, "adapters"), { recursive: true });
  const rules = await readFile(path.join(repository, semester, "semester.yaml"), "utf8");
  const small = rules.replace(/minimumRows: .*/, "minimumRows: { train: 60, eval: 20 }");
  const deadlines = [
    '  - { name: proposal, at: "2001-03-02T17:00:00+11:00" }',
    '  - { name: project-1, at: "2999-10-09T17:00:00+11:00" }',
  ];
  await writeFile(
    path.join(maintainer, semester, "semester.yaml"),
    small.replace(
      /^grade:\n( .*\n)*/m,
      `grade:\n  weights: submitted\n  deadlines:\n${deadlines.map((l) => `  ${l}`).join("\n")}\n`,
    ),
  );
  await writeFile(path.join(maintainer, ".gitignore"), ".loco/\n.DS_Store\n*.gguf\n");
  await writeFile(path.join(maintainer, "README.md"), "A class\n");
  const maintain = async (message: string) => {
    await gitIn(maintainer, "add", "-A");
    await gitIn(maintainer, ...asMaintainer, "commit", "-q", "-m", message);
    await gitIn(maintainer, "push", "-q", "https://github.com/class/locollm.git", "HEAD:main");
  };
  await maintain("A class");
  await gitIn(
    root,
    "clone",
    "-q",
    "--bare",
    path.join(servers, "class/locollm.git"),
    path.join(servers, "student/locollm.git"),
  );
  await gitIn(root, "clone", "-q", "https://github.com/student/locollm.git", clone);

  const bin = path.join(root, "bin");
  await mkdir(bin);
  const calls = path.join(root, "gh-calls.jsonl");
  const run = {
    env: { ...env, PATH: `${bin}${path.delimiter}${process.env["PATH"]}`, TMPDIR: path.join(root, "tmp") },
  };
  await mkdir(path.join(root, "tmp"));
  return {
    root,
    clone,
    maintainer,
    /** What a command left of its scratch folders. */
    scratch: async () => (await readdir(path.join(root, "tmp"))).filter((name) => name.startsWith("loco-")),
    /** Puts a hook into a repository; it notes in `<hook>.ran` that it ran. */
    hook: async (gitFolder: string, name: string, script: string) => {
      const file = path.join(gitFolder, "hooks", name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, `#!/bin/sh\necho ran >> "${path.join(root, `${name}.ran`)}"\n${script}\n`);
      await chmod(file, 0o755);
    },
    hasRun: async (name: string) => (await readdir(root)).includes(`${name}.ran`),
    server: (name: "class" | "student") => path.join(servers, name, "locollm.git"),
    git: (...args: string[]) => gitIn(clone, ...args),
    gitIn,
    maintain,
    write: async (name: string, content: string | Uint8Array) => {
      await mkdir(path.dirname(path.join(clone, name)), { recursive: true });
      await writeFile(path.join(clone, name), content);
    },
    /** Puts one of our trained adapters into the working tree, with the first rows of its sets. */
    copyAdapter: async (slug: string, rows = { train: 120, eval: 24 }) => {
      const folder = `${semester}/adapters/${slug}`;
      await cp(path.join(repository, folder), path.join(clone, folder), { recursive: true });
      for (const [name, count] of Object.entries(rows)) {
        const file = path.join(clone, folder, "data", `${name}.jsonl`);
        const lines = (await readFile(file, "utf8")).split("\n").slice(0, count);
        await writeFile(file, `${lines.join("\n")}\n`);
      }
      return folder;
    },
    /** Puts a `gh` on the PATH: notes its arguments, and answers as GitHub's does. */
    installGh: async (answers: { readonly open?: string; readonly loggedIn?: false; readonly fails?: string } = {}) => {
      const script = path.join(root, "gh.mjs");
      await writeFile(script, ghProgram(calls, answers));
      await writeFile(path.join(bin, "gh"), `#!/bin/sh\nexec "${process.execPath}" "${script}" "$@"\n`);
      await chmod(path.join(bin, "gh"), 0o755);
    },
    ghCalls: async () =>
      (await readFile(calls, "utf8").catch(() => ""))
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as string[]),
    loco: (...args: string[]) => loco(clone, args, locoHome(), run),
    locoIn: (cwd: string, ...args: string[]) => loco(cwd, args, locoHome(), run),
    start: (...args: string[]) => startLoco(clone, args, locoHome(), run),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}

function ghProgram(
  calls: string,
  { open, loggedIn = true, fails }: { open?: string; loggedIn?: boolean; fails?: string },
) {
  return `import { appendFileSync } from "node:fs";
const args = process.argv.slice(2);
appendFileSync(${JSON.stringify(calls)}, JSON.stringify(args) + "\\n");
const [noun, verb] = args;
if (noun === "auth") process.exit(${loggedIn ? 0 : 1});
if (noun === "repo") console.log(JSON.stringify({ parent: { id: "R", name: "locollm", owner: { id: "U", login: "class" } } }));
if (verb === "list") console.log(JSON.stringify(${JSON.stringify(
    open === undefined ? [] : [{ url: open, headRepositoryOwner: { id: "U", login: "student" } }],
  )}));
if (verb === "create") {
  const fails = ${JSON.stringify(fails ?? null)};
  if (fails !== null) { console.error(fails); process.exit(1); }
  console.log("https://github.com/class/locollm/pull/7");
}
`;
}
