import { access, mkdir, stat } from "node:fs/promises";
import path from "node:path";
import { baseManifestSchema, LocoError, type BaseManifest } from "@locollm/core";
import { formatBytes, obtainBase, tryBase } from "@locollm/course";
import { describeBase, hashFile, importBase, readGguf, requireFile, writeWhole, type CachedBase } from "@locollm/store";
import { stringify } from "yaml";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { openClass } from "../steps/open-class.ts";
import { formatTable } from "../terminal/table.ts";

/** Writes the manifest of a base that the class has not had, and tries what can be done with it. */
export async function baseAdd(invocation: Invocation, given: string): Promise<CommandResult> {
  const workspace = await openClass(invocation);
  const local = path.resolve(invocation.directory, given);
  const isHere = await access(local).then(
    () => true,
    () => false,
  );
  const { manifest, lacks, file } = isHere
    ? await fromFile(local)
    : await fromHub(invocation, workspace.root, await hubSource(given, local));
  const same = workspace.bases.find((base) => base.file.sha256 === file.sha256);
  const named = workspace.bases.find((base) => base.id === manifest.id);
  if (same === undefined && named !== undefined) {
    throw new LocoError({
      code: "base-known",
      message: `This class has ${named.id} already, with another file.`,
      fix: `See bases/${named.id}.yaml. Where this is another base: rename its file, which names it.`,
      fields: { base: named.id },
      kind: "usage",
    });
  }
  // What the class wrote into the manifest of a base that it has stands: it is only tried again.
  const kept = same ?? manifest;
  const written = path.join(workspace.root, "bases", `${kept.id}.yaml`);
  if (same === undefined) {
    await mkdir(path.dirname(written), { recursive: true });
    await writeWhole(written, `# yaml-language-server: $schema=../schemas/base.schema.json\n${stringify(manifest)}`);
  }
  const { abilities, parity } = await tryBase(invocation, kept, file);
  return {
    data: JSON.parse(JSON.stringify({ manifest: kept, written, lacks, abilities, parity })),
    ok: abilities.every(({ ok }) => ok),
    kind: "machine",
    text: [
      `${kept.title}: ${kept.architecture}, ${Math.round(kept.parameters / 1e6)} million parameters, ${formatBytes(manifest.file.bytes!)}, context ${kept.contextLength}, licence ${kept.licence.name}.`,
      same === undefined
        ? `Written: bases/${kept.id}.yaml`
        : `This class has it: bases/${kept.id}.yaml stands as it is.`,
      "",
      formatTable(abilities.map(({ work, ok, what }) => [ok ? "ok" : "NO", work, what])),
      ...(lacks.length === 0 || same !== undefined ? [] : ["", ...lacks]),
    ].join("\n"),
  };
}

interface Found {
  readonly manifest: BaseManifest;
  readonly lacks: readonly string[];
  readonly file: CachedBase;
}

async function fromFile(file: string): Promise<Found> {
  await requireFile(file);
  const gguf = readGguf(file);
  const origin = { name: path.basename(file), bytes: (await stat(file)).size, sha256: await hashFile(file) };
  const described = describeBase(gguf, { file: origin, source: `file:${file}` });
  const lacks = [
    ...described.lacks,
    "Its source is a file of this machine: name one that everybody can reach, such as hub:owner/repository/file.gguf, under sources.",
  ];
  return { ...described, lacks, file: await importBase(file, [described.manifest]) };
}

async function fromHub(invocation: Invocation, root: string, source: string): Promise<Found> {
  const name = source.split("/").at(-1)!.replace(/@.*$/, "");
  // Enough of a manifest to fetch by; what the file says of itself replaces it.
  const wanted = baseManifestSchema.parse({
    schema: 1,
    id: `new-base-${Date.now()}`,
    title: name,
    architecture: "unknown",
    parameters: 1,
    file: { name },
    sources: [source],
    licence: { name: "unknown" },
    contextLength: 128,
  });
  const file = await obtainBase(invocation, root, wanted);
  const origin = { name, bytes: (await stat(file.path)).size, sha256: file.sha256 };
  return { ...describeBase(readGguf(file.path), { file: origin, source }), file };
}

async function hubSource(typed: string, local: string): Promise<string> {
  // What a browser's link to a file ends in.
  const given = typed.replace(/[?#].*$/, "");
  const looksLocal = /^[.~/\\]|\\/.test(given) || (await isFolder(path.dirname(local)));
  if (!looksLocal && /^[\w.-]+\/[\w.-]+\/[\w./-]+\.gguf(@[0-9a-f]{7,40})?$/.test(given)) return `hub:${given}`;
  if (/^(hub|https|pypi):/.test(given)) return given;
  throw new LocoError({
    code: "wrong-use",
    message: `${typed} is no file here, and no file on a hub.`,
    fix: "Name a .gguf file, or one on a hub as owner/repository/file.gguf.",
    fields: { given: typed },
    kind: "usage",
  });
}

async function isFolder(place: string): Promise<boolean> {
  return stat(place).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
