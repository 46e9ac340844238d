import { didYouMean, LocoError } from "@locollm/core";
import { ownGit, ownGitText, type OwnRepository } from "./own-git.ts";
import { remotePlace, type RemotePlace } from "./remote-place.ts";

export interface Remote {
  readonly name: string;
  /** As git reaches it; as it was written, where settings lead it to a folder. */
  readonly address: string;
  readonly place: RemotePlace | null;
}

export interface Remotes {
  /** The student's own, which takes the branch; null where the clone has none. */
  readonly own: Remote | null;
  /** The class's; the same as the student's where no other is known. */
  readonly course: Remote | null;
}

/**
 * Where a submission goes: to the remote that is named, else the one that the current branch pushes to, else `origin`, else the only
 * one. The class is the remote called `upstream`, else `origin`, else the student's.
 *
 * @throws LocoError `unknown-remote`, `remote-unnamed`
 */
export async function findRemotes(repository: OwnRepository, wanted: string | undefined): Promise<Remotes> {
  const names = (await ownGitText(repository, ["remote"])).split("\n").filter((name) => name !== "");
  if (wanted !== undefined && !names.includes(wanted)) {
    throw new LocoError({
      code: "unknown-remote",
      message: `There is no remote called ${wanted}.`,
      fix: names.length === 0 ? "Add one: git remote add origin <address of your fork>" : didYouMean(wanted, names),
      fields: { remote: wanted },
      kind: "usage",
    });
  }
  if (names.length === 0) return { own: null, course: null };
  const pushed = wanted ?? (await pushedTo(repository, names)) ?? only(names);
  if (pushed === undefined) {
    throw new LocoError({
      code: "remote-unnamed",
      message: `The clone has ${names.length} remotes and none is called origin: ${names.join(", ")}.`,
      fix: `Say which one is yours: --remote ${names[0]!}`,
      kind: "usage",
    });
  }
  const course = ["upstream", "origin"].find((name) => names.includes(name)) ?? pushed;
  return {
    own: await remoteCalled(repository, pushed, "push"),
    course: await remoteCalled(repository, course, "fetch"),
  };
}

/** Where `git push` on the current branch would go, if that is said; a branch of the class's own remote says nothing. */
async function pushedTo(repository: OwnRepository, names: readonly string[]): Promise<string | undefined> {
  const branch = (await ownGit(repository, ["symbolic-ref", "--quiet", "--short", "HEAD"])).stdout.trim();
  const keys = [`branch.${branch}.pushRemote`, "remote.pushDefault", `branch.${branch}.remote`];
  for (const key of branch === "" ? ["remote.pushDefault"] : keys) {
    const name = (await ownGit(repository, ["config", "--get", key])).stdout.trim();
    if (names.includes(name) && !(name === "upstream" && key.endsWith(".remote"))) return name;
  }
  return names.includes("origin") ? "origin" : undefined;
}

function only(names: readonly string[]): string | undefined {
  return names.length === 1 ? names[0] : undefined;
}

async function remoteCalled(repository: OwnRepository, name: string, use: "push" | "fetch"): Promise<Remote> {
  const asked = ["remote", "get-url", ...(use === "push" ? ["--push"] : []), name];
  const reached = (await ownGitText(repository, asked)).split("\n")[0]!;
  const written = (await ownGit(repository, ["config", "--get", `remote.${name}.url`])).stdout.trim();
  const address = remotePlace(reached) === null && remotePlace(written) !== null ? written : reached;
  return { name, address, place: remotePlace(address) };
}

/** @throws LocoError `no-remote` */
export function ownRemote({ own }: Remotes): Remote {
  if (own !== null) return own;
  throw new LocoError({
    code: "no-remote",
    message: "The clone has no remote to push to.",
    fix: "Add your fork: git remote add origin <its address>",
    kind: "usage",
  });
}

/** What to do where a fork is taken for the class, because the clone knows no other remote. */
export function forkHint({ own, course }: Remotes): string[] {
  if (course === null || course.name !== own?.name) return [];
  return [
    `${course.name} is taken for the class. If it is your fork, add the class's own: git remote add upstream <its address>`,
  ];
}
