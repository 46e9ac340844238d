import { buffer } from "node:stream/consumers";
import { LocoError } from "@locollm/core";
import { maxSafetensorsBytes } from "@locollm/trainer";
import { openPromise, type Entry, type ZipFile } from "yauzl";

/** More than any result has; a directory of millions of entries stops here. */
const mostEntries = 100;

/**
 * The one file called `name` in a zip, unpacked into memory. Where the zip says that it belongs is not looked at.
 *
 * @throws LocoError `zip-unreadable`, `result-missing`, `result-ambiguous`, `result-is-pickle`, `weights-too-large`
 */
export async function resultInZip(zip: string, name: string): Promise<Uint8Array> {
  const opened = await openPromise(zip, { autoClose: false }).catch((cause: unknown) => {
    throw unreadable(zip, cause);
  });
  try {
    const entry = resultEntry(zip, name, await entriesOf(opened));
    return await buffer(await opened.openReadStreamPromise(entry));
  } catch (cause) {
    throw cause instanceof LocoError ? cause : unreadable(zip, cause);
  } finally {
    opened.close();
  }
}

async function entriesOf(opened: ZipFile): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of opened.eachEntry()) {
    entries.push(entry);
    if (entries.length > mostEntries) throw new RangeError(`it holds more than ${mostEntries} files`);
  }
  return entries;
}

function resultEntry(zip: string, name: string, entries: readonly Entry[]): Entry {
  const fail = (code: string, message: string, fix: string): never => {
    throw new LocoError({ code, message: `${zip} ${message}.`, fix, fields: { zip } });
  };
  const bring = `Zip ${name} alone, or bring it as it is.`;
  // What torch.save writes is a zip as well.
  if (entries.some(({ fileName }) => /(^|\/)data\.pkl$/.test(fileName)))
    fail("result-is-pickle", "holds a pickle, which can run code when it is read. It was not opened", bring);
  const found = entries.filter(({ fileName }) => fileName === name || fileName.endsWith(`/${name}`));
  const entry = found[0] ?? fail("result-missing", `holds no ${name}`, bring);
  if (found.length > 1) fail("result-ambiguous", `holds ${found.length} files called ${name}`, bring);
  if (entry.uncompressedSize > maxSafetensorsBytes)
    fail("weights-too-large", `unpacks to ${entry.uncompressedSize} bytes, more than any adapter has`, bring);
  return entry;
}

function unreadable(zip: string, cause: unknown): LocoError {
  return new LocoError({
    code: "zip-unreadable",
    message: `${zip} cannot be read as a zip (${cause instanceof Error ? cause.message : String(cause)}).`,
    fix: "Download it again, or bring adapter_model.safetensors as it is.",
    fields: { zip },
    cause,
  });
}
