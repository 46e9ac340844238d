/** Vectors as coordinates in an orthonormal basis of the space that they span. */
export interface InBasis {
  /** Unit vectors, orthogonal to one another; at most as many as there were vectors. */
  readonly basis: readonly Float64Array[];
  /** One row a vector: its coordinates in the basis. */
  readonly coordinates: readonly Float64Array[];
}

/** A rest below this share of its vector's length is rounding, not a direction of its own. */
const dependent = 1e-6;

/**
 * An orthonormal basis of the space that vectors of one length span: Gram–Schmidt, a vector once more wherever little was left of it,
 * which is as good as Householder's method (Giraud, Langou, Rozložník 2005). Vectors that depend on earlier ones add nothing to the
 * basis.
 */
export function orthonormalBasis(vectors: readonly Float32Array[]): InBasis {
  const basis: Float64Array[] = [];
  const coordinates = vectors.map((vector) => {
    const rest = new Float64Array(vector);
    const row = new Float64Array(vectors.length);
    const length = Math.sqrt(dot(rest, rest));
    for (let [before, left, pass] = [length, 0, 0]; pass < 3; pass++, before = left) {
      for (const [at, direction] of basis.entries()) {
        const along = dot(rest, direction);
        row[at]! += along;
        addMultiple(rest, -along, direction);
      }
      left = Math.sqrt(dot(rest, rest));
      if (left > before / 2) break;
    }
    const left = Math.sqrt(dot(rest, rest));
    if (left > dependent * length) {
      row[basis.length] = left;
      basis.push(rest.map((value) => value / left));
    }
    return row;
  });
  return { basis, coordinates: coordinates.map((row) => row.subarray(0, basis.length)) };
}

/** The inner product of two vectors of one length. Of four sums side by side none waits for the addition before. */
export function dot(a: Float32Array | Float64Array, b: Float32Array | Float64Array): number {
  let [first, second, third, fourth] = [0, 0, 0, 0];
  const whole = a.length & ~3;
  for (let i = 0; i < whole; i += 4) {
    first += a[i]! * b[i]!;
    second += a[i + 1]! * b[i + 1]!;
    third += a[i + 2]! * b[i + 2]!;
    fourth += a[i + 3]! * b[i + 3]!;
  }
  for (let i = whole; i < a.length; i++) first += a[i]! * b[i]!;
  return first + second + third + fourth;
}

/** Adds `factor · direction` to a vector, in its place. */
export function addMultiple(vector: Float32Array | Float64Array, factor: number, direction: Float64Array): void {
  for (let i = 0; i < vector.length; i++) vector[i] = vector[i]! + factor * direction[i]!;
}
