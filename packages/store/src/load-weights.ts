import path from "node:path";
import { adapterPath, type Lock, LocoError } from "@locollm/core";
import { discardDownload, download } from "./bases/download.ts";
import { homeFolders, locoHome } from "./home.ts";
import { placeWeights, type PlacedWeights } from "./place-weights.ts";
import { withProcessLock } from "./process-lock.ts";
import { isSealed } from "./sealed-file.ts";
import type { AdapterFolder } from "./workspace/workspace.ts";

export interface LoadWeightsOptions {
  /** Defaults to `locoHome()`. */
  readonly home?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Hosts that weights may be fetched from, over https; absent where anybody may send them. */
  readonly hosts?: readonly string[] | undefined;
  readonly maximumBytes?: number | undefined;
}

/**
 * The weights that an adapter's lock names for one base, at their content-addressed path: from the home folder, the
 * adapter's own folder, or the address in the lock. They are what the lock says, byte for byte, or an error.
 *
 * @throws LocoError `adapter-not-trained`, `weights-missing`, `weights-wrong-hash`
 */
export async function loadWeights(
  adapter: AdapterFolder,
  base: string,
  options: LoadWeightsOptions = {},
): Promise<PlacedWeights & { readonly lock: Lock }> {
  const lock = adapter.locks.get(base);
  if (lock === undefined) {
    throw new LocoError({
      code: "adapter-not-trained",
      message: `${adapter.id} was not trained on ${base}.`,
      fix: `Train it: loco train ${adapter.id} --base ${base}`,
      fields: { adapter: adapter.id, base },
    });
  }
  const home = options.home ?? locoHome();
  const { sha256, bytes, source } = lock.weights;
  const placed = path.join(home, homeFolders.weights, `${sha256}.gguf`);
  if (await isSealed(placed, sha256)) return { path: placed, sha256, bytes, lock };
  if (/^https?:/.test(source)) {
    const name = `weights-${sha256.slice(0, 32)}`;
    const part = path.join(home, homeFolders.downloads, `${name}.part`);
    const fetched = async () => {
      if (await isSealed(placed, sha256)) return { path: placed, sha256, bytes };
      const { signal, hosts, maximumBytes } = options;
      await download(source, part, { sha256, signal, hosts, maximumBytes });
      try {
        return await place(adapter, part, sha256, home);
      } finally {
        await discardDownload(part);
      }
    };
    const held = path.join(home, homeFolders.locks, `${name}.lock`);
    return { ...(await withProcessLock(held, { signal: options.signal }, fetched)), lock };
  }
  if (!/^weights\/[a-z0-9-]+\.gguf$/.test(source)) throw wrongSource(adapter, base, source);
  return { ...(await place(adapter, path.join(adapter.folder, source), sha256, home)), lock };
}

async function place(adapter: AdapterFolder, file: string, sha256: string, home: string): Promise<PlacedWeights> {
  try {
    return await placeWeights(file, home, sha256);
  } catch (cause) {
    if (!(cause instanceof LocoError)) throw cause;
    const { code } = cause;
    const fix = `Bring back the committed file (git checkout -- ${adapterPath(adapter.id)}), or train again: loco train ${adapter.id}`;
    const fields = { adapter: adapter.id, ...cause.fields };
    if (code === "weights-missing") {
      throw new LocoError({ code, message: `The weights of ${adapter.id} are not here: ${file}`, fix, fields, cause });
    }
    if (code === "weights-wrong-hash") {
      const message = `The weights of ${adapter.id} have sha256 ${String(fields.have)}, but its lock names ${sha256}.`;
      throw new LocoError({ code, message, fix, fields, cause });
    }
    throw cause;
  }
}

function wrongSource(adapter: AdapterFolder, base: string, source: string): LocoError {
  return new LocoError({
    code: "weights-wrong-source",
    message: `The lock of ${adapter.id} for ${base} names ${source}, which is neither weights/<base>.gguf nor an https address.`,
    fix: `Train again: loco train ${adapter.id} --base ${base}`,
    fields: { adapter: adapter.id, base, source },
  });
}
