/**
 * Reorders the rows of a query or key matrix, `[heads × headSize, columns]` row-major, from transformers' order (a head's
 * first halves, then its second halves) to the order that llama.cpp's rotary embedding takes (the two interleaved).
 * It is what llama.cpp's converter does to the base's own query and key weights of the llama architecture.
 */
export function permuteHeads(values: Float32Array, heads: number, columns: number): Float32Array {
  return reorder(values, heads, columns, false);
}

/** The inverse of `permuteHeads`. */
export function unpermuteHeads(values: Float32Array, heads: number, columns: number): Float32Array {
  return reorder(values, heads, columns, true);
}

function reorder(values: Float32Array, heads: number, columns: number, back: boolean): Float32Array {
  const rows = values.length / columns;
  const half = rows / heads / 2;
  if (!Number.isInteger(half)) throw new RangeError(`${rows} rows are not ${heads} heads of an even size`);
  const out = new Float32Array(values.length);
  for (let head = 0; head < heads; head += 1) {
    for (let part = 0; part < 2; part += 1) {
      for (let at = 0; at < half; at += 1) {
        const halves = (head * 2 + part) * half + at;
        const interleaved = (head * half + at) * 2 + part;
        const [from, to] = back ? [interleaved, halves] : [halves, interleaved];
        out.set(values.subarray(from * columns, (from + 1) * columns), to * columns);
      }
    }
  }
  return out;
}
