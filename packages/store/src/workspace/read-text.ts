import { open } from "node:fs/promises";
import { isUtf8 } from "node:buffer";
import { constants } from "node:fs";
import type { Finding } from "@locollm/core";
import { mergeConflictLine } from "./merge-conflict.ts";

export interface ReadText {
  /** The file's text without a byte order mark, or null where it cannot be read as one. */
  readonly text: string | null;
  readonly findings: readonly Finding[];
}

/**
 * Reads a file that a student wrote: a regular file, no link, UTF-8, at most `maxBytes`.
 *
 * @param shown the path as findings name it
 */
export async function readText(file: string, shown: string, maxBytes: number): Promise<ReadText> {
  const fail = (code: string, message: string, fix: string, line?: number): ReadText => ({
    text: null,
    findings: [{ code, severity: "error", file: shown, ...(line === undefined ? {} : { line }), message, fix }],
  });
  let bytes: Buffer;
  try {
    // Without O_NOFOLLOW (Windows) the folder listing has refused links already. A pipe without O_NONBLOCK never opens.
    await using handle = await open(
      file,
      constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
    );
    const about = await handle.stat();
    if (!about.isFile()) return fail("file-not-regular", "This is not a plain file.", "Put a plain text file here.");
    if (about.size > maxBytes) {
      return fail(
        "file-too-large",
        `The file has ${about.size} bytes; at most ${maxBytes} are read.`,
        "Make it smaller, or split the work over several adapters.",
      );
    }
    bytes = await handle.readFile();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // ENOTDIR: a file stands in the place of the folder; the folder's listing names it.
    if (code === "ENOENT" || code === "ENOTDIR")
      return fail("file-missing", "The file is missing.", "Write it; loco new makes a first version.");
    if (code === "ELOOP") return fail("file-is-link", "This is a symbolic link.", "Put the file itself here.");
    if (code === "EISDIR")
      return fail("file-not-regular", "A folder stands in the place of the file.", "Rename or remove the folder.");
    if (code === "EBUSY" || code === "EPERM" || code === "EACCES") {
      return fail(
        "file-in-use",
        `The file cannot be opened (${code}).`,
        "Close the program that holds it, or give yourself the right to read it, then try again.",
      );
    }
    throw error;
  }
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return fail("text-utf16", "The file is UTF-16 text.", 'Save it again as "UTF-8" (in Notepad: Save as, Encoding).');
  }
  if (bytes.includes(0)) {
    return fail(
      "text-binary",
      "The file holds zero bytes: it is UTF-16 text or no text.",
      'Save it again as "UTF-8" (in Notepad: Save as, Encoding).',
    );
  }
  if (!isUtf8(bytes)) {
    const fix = 'Save it again as "UTF-8" (in Excel: Save as, "CSV UTF-8").';
    return fail("text-not-utf8", "The file is not UTF-8 text.", fix, brokenLine(bytes));
  }
  const text = bytes.toString("utf8");
  const conflict = mergeConflictLine(text);
  if (conflict !== undefined) {
    return fail(
      "merge-conflict",
      "Git left both sides of a merge here.",
      "Keep the lines of one side, and delete the other and the lines <<<<<<<, ======= and >>>>>>>.",
      conflict,
    );
  }
  if (!text.startsWith("\uFEFF")) return { text, findings: [] };
  const mark: Finding = {
    code: "text-bom",
    severity: "warning",
    file: shown,
    line: 1,
    message: "The file begins with a byte order mark.",
    fix: 'Save it as "UTF-8", not "UTF-8 with BOM".',
  };
  return { text: text.slice(1), findings: [mark] };
}

/** The first line that is not UTF-8. */
function brokenLine(bytes: Buffer): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, start);
    const stop = end === -1 ? bytes.length : end;
    if (!isUtf8(bytes.subarray(start, stop))) break;
    start = stop + 1;
  }
  return line;
}
