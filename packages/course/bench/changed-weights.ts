import path from "node:path";
import {
  encodeFloat16,
  readAdapterGguf,
  readTensorValues,
  writeGguf,
  type AdapterBase,
  type AdapterGguf,
} from "@locollm/store";
import { drawFrom } from "../test/draw.ts";

/** A row a direction: A's rows, or B's columns. */
type Directions = readonly Float32Array[];
interface Pair {
  readonly target: string;
  readonly a: Directions;
  readonly b: Directions;
}

/** What somebody could do to an adapter's weights, and by what name the measurement calls it. */
export const changes: readonly { readonly name: string; readonly change: (pairs: readonly Pair[]) => Pair[] }[] = [
  {
    name: "turned by a random matrix, and filled up to rank 8",
    change: (pairs) => pairs.map(({ target, a, b }) => ({ target, ...turned(a, b) })),
  },
  {
    name: "with noise of a tenth of its length",
    change: (pairs) => pairs.map(({ target, a, b }) => ({ target, a, b: noisy(b, 0.1) })),
  },
  {
    name: "with noise of its own length",
    change: (pairs) => pairs.map(({ target, a, b }) => ({ target, a, b: noisy(b, 1) })),
  },
  {
    name: "in the upper half of the layers alone",
    change: (pairs) => pairs.filter(({ target }) => Number(/\d+/.exec(target)?.[0]) >= 15),
  },
];

/** An adapter's weights with a change, through half precision and the strict reader as any others. */
export async function changedWeights(
  adapter: AdapterGguf,
  change: (pairs: readonly Pair[]) => Pair[],
  base: AdapterBase,
  folder: string,
): Promise<AdapterGguf> {
  const pairs = change(
    adapter.pairs.map(({ target, rank, a, b }) => ({
      target,
      a: split(readTensorValues(adapter.gguf, a), rank),
      b: transposed(split(readTensorValues(adapter.gguf, b), b.dims[1]!)),
    })),
  );
  const file = path.join(folder, "changed.gguf");
  await writeGguf(file, {
    metadata: adapter.gguf.metadata,
    tensors: pairs.flatMap(({ target, a, b }) => [
      tensor(`${target}.lora_a`, a),
      tensor(`${target}.lora_b`, transposed(b)),
    ]),
  });
  return readAdapterGguf(file, base);
}

function turned(a: Directions, b: Directions): Pick<Pair, "a" | "b"> {
  // Adding multiples of one direction to another, and taking them back on the other side, leaves the product.
  const draw = drawFrom(7);
  const [rows, columns] = [a.map((row) => row.slice()), b.map((column) => column.slice())];
  for (let round = 0; round < 12; round++) {
    const [from, to] = [draw(rows.length), draw(rows.length)];
    if (from === to) continue;
    const factor = draw(200) / 100 - 1;
    rows[to]!.forEach((_, i, row) => (row[i] = row[i]! + factor * rows[from]![i]!));
    columns[from]!.forEach((_, i, column) => (column[i] = column[i]! - factor * columns[to]![i]!));
  }
  const nothing = columns.map((column) => new Float32Array(column.length));
  return { a: [...rows, ...rows], b: [...columns, ...nothing] };
}

function noisy(vectors: Directions, share: number): Directions {
  const draw = drawFrom(9);
  return vectors.map((vector) => {
    const length = Math.hypot(...vector);
    const noise = vector.map(() => draw(2001) / 1000 - 1);
    const scale = (share * length) / Math.hypot(...noise);
    return vector.map((value, i) => value + scale * noise[i]!);
  });
}

function split(values: Float32Array, rows: number): Float32Array[] {
  const length = values.length / rows;
  return Array.from({ length: rows }, (_, at) => values.slice(at * length, (at + 1) * length));
}

function transposed(rows: Directions): Float32Array[] {
  return Array.from({ length: rows[0]!.length }, (_, at) => Float32Array.from(rows, (row) => row[at]!));
}

function tensor(name: string, rows: Directions) {
  const values = rows.flatMap((row) => [...row]);
  return { name, type: "F16", dims: [rows[0]!.length, rows.length], data: encodeFloat16(values) };
}
