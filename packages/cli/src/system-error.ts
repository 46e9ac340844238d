import { LocoError } from "@locollm/core";

const reasons: Readonly<Record<string, readonly [why: string, fix: string]>> = {
  EACCES: ["you may not use it", "Give yourself the right to it, or work in a folder of your own."],
  EPERM: ["the system does not allow it", "Close the program that holds it, or work in a folder of your own."],
  EBUSY: ["another program holds it", "Close that program, then run the same command again."],
  EROFS: ["its disk can only be read", "Work on another disk; LOCO_HOME moves what LocoLLM keeps."],
  ENOSPC: [
    "no space is left on the disk",
    "Free some space (loco cache --prune 30 helps), then run the command again.",
  ],
  EDQUOT: ["your share of the disk is used up", "Free some space, then run the same command again."],
  ENOTDIR: ["a file stands where a folder should be", "Rename or remove the file that is in the way."],
  EEXIST: ["a file stands where a folder should be", "Rename or remove the file that is in the way."],
  EISDIR: ["a folder stands where a file should be", "Rename or remove the folder that is in the way."],
  ENOENT: ["it is not there", "Check the path; where you changed nothing, run the same command again."],
  ENAMETOOLONG: ["its path is too long", "Move the clone to a shorter path, such as one just below your home folder."],
  EMFILE: ["too many files are open", "Close other programs, or raise the limit (ulimit -n 4096), and try again."],
  ELOOP: ["its links lead in a circle", "Put the file or folder itself there."],
  EIO: ["the disk gives an error", "Copy what matters to another disk and work there."],
};

/**
 * What the operating system refused at a path, as an error of this machine; undefined for anything else. The places
 * that know more about a file say more; this is for those that do not.
 */
export function systemError(thrown: unknown): LocoError | undefined {
  if (!(thrown instanceof Error)) return undefined;
  const { code, path, syscall } = thrown as NodeJS.ErrnoException;
  const reason = code === undefined ? undefined : reasons[code];
  if (reason === undefined || syscall === undefined) return undefined;
  const [why, fix] = reason;
  return new LocoError({
    code: "file-system",
    message: `${path ?? "A file"} cannot be used: ${why} (${code}).`,
    fix,
    fields: { path: path ?? null, system: code!, call: syscall },
    kind: "machine",
    cause: thrown,
  });
}
