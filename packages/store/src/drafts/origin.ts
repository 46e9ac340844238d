import path from "node:path";
import { LocoError, type AdapterManifest } from "@locollm/core";
import { isMap, isNode, isScalar, parseDocument, type Document } from "yaml";
import { readAdapterData, shownPath } from "../workspace/read-adapter-data.ts";
import { readText } from "../workspace/read-text.ts";
import type { AdapterFolder } from "../workspace/workspace.ts";

/** What a new adapter takes over from another one. */
export interface Origin {
  /** Such as `2026-s1/iso-dates@1.0.0`. */
  readonly name: string;
  readonly title: string;
  /** The new adapter.yaml. */
  readonly manifest: string;
  /** Texts of the datasets, and of the scorer's fixture, by their paths in the folder. */
  readonly files: ReadonlyMap<string, string>;
  /** Rows in each dataset. */
  readonly rows: { readonly train: number; readonly eval: number };
}

const maxBytes = 64 * 1024 * 1024;

/**
 * Manifest and data of an adapter for a new one that builds on it: version 1.0.0, the declared lineage in `from`, and a TODO for
 * authors and provenance, which only the new author knows.
 *
 * @throws LocoError `origin-unsound` where one of its files cannot be read
 */
export async function readOrigin(adapter: AdapterFolder): Promise<Origin> {
  const { manifest } = adapter;
  const data = await readAdapterData(adapter);
  const { score } = manifest;
  const names = ["data/train.jsonl", "data/eval.jsonl", ...(score.scorer === "sql" ? [score.fixture] : [])];
  const read = await Promise.all(
    ["adapter.yaml", ...names].map((name) =>
      readText(path.join(adapter.folder, name), `${shownPath(adapter)}/${name}`, maxBytes),
    ),
  );
  const wrong = [...data.findings, ...read.flatMap(({ findings }) => findings)].find((one) => one.severity === "error");
  if (wrong !== undefined) {
    throw new LocoError({
      code: "origin-unsound",
      message: `${adapter.id} cannot be built on: ${wrong.file}${wrong.line === undefined ? "" : `:${wrong.line}`}: ${wrong.message}`,
      fix: `See what is wrong in it: loco check ${adapter.id}`,
      fields: { adapter: adapter.id },
    });
  }
  const name = `${adapter.id}@${manifest.version}`;
  const [own, ...texts] = read.map(({ text }) => text!);
  return {
    name,
    title: manifest.title,
    manifest: manifestOf(own!, name, manifest),
    files: new Map(names.map((file, at) => [file, texts[at]!])),
    rows: { train: data.train.length, eval: data.eval.length },
  };
}

/** The other's adapter.yaml as it stands, but for what is the new one's own. */
function manifestOf(text: string, name: string, { data, from }: AdapterManifest): string {
  const document = parseDocument(text);
  const provenance = `TODO what you changed in the rows of ${name}, of which it says: ${data.provenance}`;
  const lineage = `[${name}]`;
  const edits = [
    valueEdit(text, document, ["version"], "1.0.0"),
    valueEdit(text, document, ["authors"], "[{ handle: TODO }]"),
    valueEdit(text, document, ["data", "provenance"], JSON.stringify(provenance)),
    from === undefined
      ? keyBeforeVersion(text, document, `from: ${lineage}`)
      : valueEdit(text, document, ["from"], lineage),
  ].sort((one, other) => other.start - one.start);
  return edits.reduce((all, { start, end, by }) => all.slice(0, start) + by + all.slice(end), text);
}

function valueEdit(text: string, document: Document, place: readonly string[], by: string) {
  const [start, end] = rangeOf(document.getIn(place, true));
  return { start, end: start + text.slice(start, end).trimEnd().length, by };
}

/** A key before the version's, in the mapping's own style. */
function keyBeforeVersion(text: string, { contents }: Document, by: string) {
  if (!isMap(contents)) throw new TypeError("a manifest that was read is a mapping");
  const version = contents.items.find(({ key }) => isScalar(key) && key.value === "version");
  const [start] = rangeOf(version?.key);
  const indent = text.slice(text.lastIndexOf("\n", start) + 1, start);
  return { start, end: start, by: contents.flow === true ? `${by}, ` : `${by}\n${indent}` };
}

function rangeOf(node: unknown): readonly [number, number] {
  if (!isNode(node) || !node.range) throw new TypeError("a value of a manifest that was read stands somewhere");
  return [node.range[0], node.range[1]];
}
