import { visibleText, type Finding } from "@locollm/core";
import type { SubmittedFile } from "./submitted-file.ts";

/** Bytes that a file may have, by where it stands in the adapter's folder; what stands nowhere here has no place in it. */
const places: readonly { readonly pattern: RegExp; readonly maxBytes: number }[] = [
  { pattern: /^adapter\.yaml$/, maxBytes: 100e3 },
  { pattern: /^(README|TRAINING_LOG|proposal)\.md$/, maxBytes: 1e6 },
  { pattern: /^data\/(train|eval|sealed)\.jsonl$/, maxBytes: 50e6 },
  { pattern: /^data\/fixtures\/(?!(con|prn|aux|nul|com\d|lpt\d)\.)[A-Za-z0-9._-]+\.json$/i, maxBytes: 10e6 },
  { pattern: /^(locks|results|sealed-results)\/[a-z0-9-]+\.json$/, maxBytes: 1e6 },
  { pattern: /^weights\/[a-z0-9-]+\.gguf$/, maxBytes: 10e6 },
];
const maxFiles = 500;
const maxTotalBytes = 150e6;
/** What runs, or is unpacked into something that runs, gets words of its own. */
const dangerous: readonly { readonly pattern: RegExp; readonly what: string }[] = [
  { pattern: /\.(pkl|pickle|pt|pth|bin|ckpt|joblib|npy|npz)$/i, what: "A pickle can run code when it is read" },
  { pattern: /\.safetensors$/i, what: "Weights come as GGUF, which loco import makes of this" },
  {
    pattern: /(^|\/)(package\.json|\.npmrc|\.pnpmfile\.c?js|setup\.py|pyproject\.toml|Makefile)$/i,
    what: "A package manager would run this",
  },
  {
    pattern: /\.(m?[jt]s|c[jt]s|py|sh|bash|ps1|bat|cmd|exe|dll|so|dylib|jar|wasm)$/i,
    what: "An adapter holds data and no code",
  },
  { pattern: /\.(zip|tar|gz|tgz|xz|7z|rar|zst)$/i, what: "Nothing in a folder is unpacked" },
];

/**
 * What is wrong with the files of a submitted folder, by their names, kinds and sizes alone: none is read here. Without an error here
 * every file may be read and written under its own name on any system.
 *
 * @param folder the adapter's own, from the class repository's root
 */
export function inspectFiles(folder: string, files: readonly SubmittedFile[]): Finding[] {
  const findings: Finding[] = [];
  const report = (file: string, code: string, message: string, fix: string) =>
    findings.push({ code, severity: "error", file: visibleText(file), message, fix });
  const remove =
    "Remove it. Allowed: adapter.yaml, README.md, proposal.md, TRAINING_LOG.md, data/, locks/, results/, weights/.";
  if (files.length > maxFiles)
    report(folder, "too-many-files", `The folder holds ${files.length} files; ${maxFiles} are the most.`, remove);
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total > maxTotalBytes)
    report(
      folder,
      "folder-too-large",
      `The folder holds ${megabytes(total)}; ${megabytes(maxTotalBytes)} are the most.`,
      remove,
    );
  const spelled = new Map<string, string>();
  for (const { path, kind, bytes } of files.slice(0, maxFiles)) {
    const inside = path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : null;
    const place = inside === null ? undefined : places.find(({ pattern }) => pattern.test(inside));
    const danger = dangerous.find(({ pattern }) => pattern.test(path));
    const folded = path.normalize("NFKC").toLowerCase();
    const twin = spelled.get(folded);
    spelled.set(folded, path);
    if (kind === "link")
      report(
        path,
        "file-is-link",
        "This is a symbolic link; where it leads is not looked at.",
        "Put the file itself here.",
      );
    else if (kind === "submodule")
      report(
        path,
        "file-is-submodule",
        "This is another repository; it is not fetched.",
        "Remove it, and put the files themselves here.",
      );
    else if (kind === "other") report(path, "file-not-regular", "This is not a plain file.", "Remove it.");
    else if (place === undefined && danger !== undefined)
      report(path, "file-dangerous", `${danger.what}. It was not opened.`, remove);
    else if (place === undefined)
      report(path, "file-unexpected", "An adapter's folder holds data only, and this file has no place in it.", remove);
    else if (bytes > place.maxBytes)
      report(
        path,
        "file-too-large",
        `This file has ${megabytes(bytes)}; ${megabytes(place.maxBytes)} are the most here. It was not opened.`,
        "Make it smaller; weights above the limit go to an https address that the lock names.",
      );
    else if (kind === "executable")
      report(
        path,
        "file-executable",
        "This file is marked to be run.",
        `Take the mark off: git update-index --chmod=-x -- ${path}`,
      );
    if (twin !== undefined)
      report(
        path,
        "path-collision",
        twin === path
          ? "This was sent twice under the same name."
          : `Windows and macOS cannot tell this from ${visibleText(twin)}.`,
        "Give one of the two another name.",
      );
  }
  return findings;
}

function megabytes(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
