import { crc32 } from "node:zlib";
import { LocoError } from "@locollm/core";
import { openPromise, type Entry, type ZipFile } from "yauzl";
import type { SubmittedFile, SubmittedKind } from "./submitted-file.ts";

/** More than any submission has; a directory of millions of entries stops here. */
const mostListed = 2000;

/** Files of a zip, which can be read until it is closed. */
export interface ZipFiles extends Disposable {
  readonly files: readonly SubmittedFile[];
}

/**
 * Every file of a zip that holds one adapter's folder, under the path that the folder has in the class: what stands beside `adapter.yaml`
 * and below it. Names that lead out of the zip are refused, and an entry that unpacks to more than it says is an error when it is read.
 *
 * @param folder the adapter's, from the class repository's root
 * @throws LocoError `zip-unreadable`, `zip-without-adapter`
 */
export async function zipFiles(zip: string, folder: string): Promise<ZipFiles> {
  const opened = await openPromise(zip, { autoClose: false }).catch((cause: unknown) => {
    throw unreadable(zip, cause);
  });
  try {
    const entries = await entriesOf(opened);
    const manifest = entries
      .map(({ fileName }) => fileName)
      .filter((name) => name === "adapter.yaml" || name.endsWith("/adapter.yaml"))
      .sort((a, b) => a.length - b.length)[0];
    if (manifest === undefined) {
      throw new LocoError({
        code: "zip-without-adapter",
        message: `${zip} holds no adapter.yaml.`,
        fix: "Zip the adapter's folder itself, the one that adapter.yaml is in.",
        fields: { zip },
      });
    }
    const top = manifest.slice(0, -"adapter.yaml".length);
    const files = entries.map((entry): SubmittedFile => ({
      path: entry.fileName.startsWith(top) ? `${folder}/${entry.fileName.slice(top.length)}` : entry.fileName,
      kind: kindOf(entry),
      bytes: entry.uncompressedSize,
      read: () => contentOf(opened, entry, zip),
    }));
    return { files, [Symbol.dispose]: () => opened.close() };
  } catch (error) {
    opened.close();
    throw error instanceof LocoError ? error : unreadable(zip, error);
  }
}

async function entriesOf(opened: ZipFile): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of opened.eachEntry()) {
    if (entry.fileName.endsWith("/")) continue;
    entries.push(entry);
    if (entries.length === mostListed) break;
  }
  return entries;
}

/** Unix programs put the file's mode into the upper half; others leave it 0. */
function kindOf({ externalFileAttributes, generalPurposeBitFlag }: Entry): SubmittedKind {
  const mode = externalFileAttributes >>> 16;
  const type = mode & 0o170000;
  if (type === 0o120000) return "link";
  if ((type !== 0 && type !== 0o100000) || (generalPurposeBitFlag & 1) !== 0) return "other";
  return (mode & 0o111) === 0 ? "file" : "executable";
}

async function contentOf(opened: ZipFile, entry: Entry, zip: string): Promise<Uint8Array> {
  try {
    const chunks: Uint8Array[] = [];
    for await (const chunk of await opened.openReadStreamPromise(entry)) chunks.push(chunk as Uint8Array);
    const content = Buffer.concat(chunks);
    if (crc32(content) !== entry.crc32) throw new Error(`${entry.fileName} is not what its checksum says`);
    return content;
  } catch (cause) {
    throw unreadable(zip, cause);
  }
}

function unreadable(zip: string, cause: unknown): LocoError {
  return new LocoError({
    code: "zip-unreadable",
    message: `${zip} cannot be read as a zip (${cause instanceof Error ? cause.message : String(cause)}).`,
    fix: "Make the zip again, from the adapter's folder.",
    fields: { zip },
    cause,
  });
}
