import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { LocoError, type BaseManifest } from "@locollm/core";
import { homeFolders, locoHome } from "../home.ts";
import { withProcessLock } from "../process-lock.ts";
import { placeSealed } from "../sealed-file.ts";
import { joinPieces, verifyBase } from "./assemble-base.ts";
import { basePath, findCachedBase, type CachedBase } from "./cached-base.ts";
import { requireSpace } from "./disk-space.ts";
import type { OnFetchEvent } from "./fetch-events.ts";
import { fetchPiece, type Piece } from "./piece.ts";
import { readPin, writePin } from "./pinned-hash.ts";
import { parseSource } from "./source.ts";

export interface FetchBaseOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnFetchEvent | undefined;
  /** Defaults to `locoHome()`. */
  readonly home?: string | undefined;
  /** The class repository's root, where relative `file:` sources start. */
  readonly root?: string | undefined;
}

/**
 * The base as a verified read-only file in the home folder: from there without any network if it is cached, else
 * from the first source that works. Two processes that want it make one download.
 *
 * @throws LocoError `base-unavailable` with every source and why it failed, `base-wrong-hash`, `no-space`
 */
export async function fetchBase(manifest: BaseManifest, options: FetchBaseOptions = {}): Promise<CachedBase> {
  const home = options.home ?? locoHome();
  const cached = await findCachedBase(manifest, home);
  if (cached !== undefined) return cached;
  const { signal, onProgress } = options;
  const lock = path.join(home, homeFolders.locks, `base-${manifest.file.sha256?.slice(0, 32) ?? manifest.id}.lock`);
  const onWait = (holder: { readonly pid: number } | null) =>
    onProgress?.({ event: "waiting", pid: holder?.pid ?? null });
  return withProcessLock(
    lock,
    { signal, onWait },
    async () => (await findCachedBase(manifest, home)) ?? fetchFromSources(manifest, home, options),
  );
}

/** Why one source did not give the base. */
interface SourceFailure {
  readonly source: string;
  readonly reason: string;
  readonly code: string;
  readonly fix: string;
}

async function fetchFromSources(manifest: BaseManifest, home: string, options: FetchBaseOptions): Promise<CachedBase> {
  const { signal, onProgress } = options;
  const failures: SourceFailure[] = [];
  for (const entry of manifest.sources) {
    const sources = typeof entry === "string" ? [entry] : entry;
    const source = sources.length === 1 ? sources[0]! : `${sources[0]} and ${sources.length - 1} more chunks`;
    onProgress?.({ event: "source", source });
    try {
      return await fetchFromSource(manifest, sources, home, options);
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof LocoError) || error.code === "no-space" || error.code === "not-writable") throw error;
      onProgress?.({ event: "failed", source, reason: error.message });
      failures.push({ source, reason: error.message, code: error.code, fix: error.fix });
      if (manifest.sources.length === 1 && error.code === "base-wrong-hash") throw error;
    }
  }
  throw unavailable(manifest, failures);
}

async function fetchFromSource(
  manifest: BaseManifest,
  sources: readonly string[],
  home: string,
  { signal, onProgress, root }: FetchBaseOptions,
): Promise<CachedBase> {
  const parsed = sources.map((text) => parseSource(text, { root }));
  const folder = path.join(home, homeFolders.bases);
  await mkdir(folder, { recursive: true });
  const bytes = manifest.file.bytes ?? 0;
  if (parsed.some(({ kind }) => kind === "file")) await requireSpace(folder, bytes);
  const pieces: Piece[] = [];
  for (const [index, source] of parsed.entries()) {
    const sha256 = parsed.length === 1 ? manifest.file.sha256 : undefined;
    const place = { event: "progress", part: index + 1, parts: parsed.length } as const;
    pieces.push(
      await fetchPiece(source, {
        home,
        sha256,
        signal,
        onProgress: (progress) => onProgress?.({ ...place, ...progress }),
      }),
    );
  }
  if (!pieces.every(({ movable }) => movable)) onProgress?.({ event: "joining", bytes });
  const unfinished = path.join(folder, `.${manifest.id}.unfinished`);
  const assembled = await joinPieces(pieces, unfinished, folder, bytes, signal);
  const discardPieces = () => Promise.all(pieces.map((piece) => piece.discard()));
  const pin = manifest.file.sha256 === undefined ? await readPin(home, manifest.id) : undefined;
  let size: number;
  try {
    size = verifyBase(manifest, assembled, manifest.file.sha256 ?? pin?.sha256);
  } catch (error) {
    await discardPieces();
    await rm(assembled.file, { force: true });
    throw error;
  }
  const { sha256 } = assembled;
  const target = basePath(home, sha256);
  await placeSealed(assembled.file, target, sha256);
  if (manifest.file.sha256 === undefined && pin === undefined) {
    await writePin(home, { base: manifest.id, sha256, bytes: size, source: sources.join(" ") });
  }
  await discardPieces();
  return { id: manifest.id, path: target, sha256 };
}

function unavailable(manifest: BaseManifest, failures: readonly SourceFailure[]): LocoError {
  const lines = failures.map(({ source, reason }) => `  ${source}: ${reason}`);
  return new LocoError({
    code: failures.some(({ code }) => code === "base-wrong-hash") ? "base-wrong-hash" : "base-unavailable",
    message: [`The base ${manifest.id} could not be fetched:`, ...lines].join("\n"),
    fix: [
      ...failures
        .filter(({ code }) => code === "no-python")
        .slice(0, 1)
        .map(({ fix }) => `${fix} Then run the command again.`),
      `Check the network and run the command again, or bring the file ${manifest.file.name} yourself: loco base import <file>`,
    ].join("\n"),
    fields: { base: manifest.id, failures: failures.map(({ source, reason }) => ({ source, reason })) },
    kind: "machine",
  });
}
