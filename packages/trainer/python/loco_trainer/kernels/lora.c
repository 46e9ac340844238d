/* What a LoRA's low rank makes small products of, too small for a library's: `steps.py` says what each computes. `step`:
   numbers from one token to the next. */
#include "number.h"

/* Columns of an output that one processor sums up at a time, over all tokens in order. */
#define COLUMNS 96

/* Of all tokens, the sum of low [tokens, rank] times x [tokens, width], times `scale`. Where the result stands in `out`:
   `rank_step` from one rank to the next, `column_step` from one column to the next. */
void sums(const number *low, const number *x, float *out, long tokens, long rank, long width, long low_step,
          long x_step, long rank_step, long column_step, float scale, int threads) {
  long parts = (width + COLUMNS - 1) / COLUMNS;
#pragma omp parallel for num_threads(threads) schedule(dynamic, 1)
  for (long part = 0; part < parts; part++) {
    long first = part * COLUMNS, count = width - first < COLUMNS ? width - first : COLUMNS;
    float found[rank][COLUMNS], one[COLUMNS];
    memset(found, 0, sizeof(found));
    memset(one, 0, sizeof(one));
    for (long t = 0; t < tokens; t++) {
      const number *from = x + t * x_step + first, *by = low + t * low_step;
      for (long i = 0; i < count; i++) one[i] = get(from[i]);
      for (long r = 0; r < rank; r++) {
        float factor = get(by[r]);
#pragma omp simd
        for (long i = 0; i < COLUMNS; i++) found[r][i] += factor * one[i];
      }
    }
    for (long r = 0; r < rank; r++)
      for (long i = 0; i < count; i++) out[r * rank_step + (first + i) * column_step] = found[r][i] * scale;
  }
}

/* out [tokens, width] = x + inner [tokens, rank] times low [rank, width]. */
void lift(const number *x, const number *inner, const number *low, number *out, long tokens, long rank, long width,
          long step, int threads) {
#pragma omp parallel for num_threads(threads) schedule(static)
  for (long t = 0; t < tokens; t++) {
    float sum[width];
    for (long i = 0; i < width; i++) sum[i] = get(x[t * step + i]);
    const number *by = inner + t * step, *row = low;
    long r = 0;
    for (; r + 4 <= rank; r += 4, row += 4 * width) {
      float a = get(by[r]), b = get(by[r + 1]), c = get(by[r + 2]), d = get(by[r + 3]);
#pragma omp simd
      for (long i = 0; i < width; i++)
        sum[i] += a * get(row[i]) + b * get(row[i + width]) + c * get(row[i + 2 * width]) + d * get(row[i + 3 * width]);
    }
    for (; r < rank; r++, row += width) {
      float a = get(by[r]);
#pragma omp simd
      for (long i = 0; i < width; i++) sum[i] += a * get(row[i]);
    }
    for (long i = 0; i < width; i++) out[t * width + i] = put(sum[i]);
  }
}

/* A [rank, width] into `low`, and B [rows, rank] times `scale` into the columns of a wide weight that are its own. */
void place(const float *a, const float *b, float scale, number *low, number *columns, long rank, long width, long rows,
           long step) {
  for (long i = 0; i < rank * width; i++) low[i] = put(a[i]);
  for (long row = 0; row < rows; row++)
    for (long r = 0; r < rank; r++) columns[row * step + r] = put(b[row * rank + r] * scale);
}

/* Behind x [tokens, width]: its product with each row of low [ranks, width]. */
void lower(number *given, const number *low, long tokens, long ranks, long width, long step, int threads) {
#pragma omp parallel for num_threads(threads) schedule(static)
  for (long t = 0; t < tokens; t++) {
    number *x = given + t * step;
    float one[width];
    for (long i = 0; i < width; i++) one[i] = get(x[i]);
    for (long r = 0; r < ranks; r++) {
      const number *row = low + r * width;
      float sum = 0;
#pragma omp simd reduction(+ : sum)
      for (long i = 0; i < width; i++) sum += one[i] * get(row[i]);
      x[width + r] = put(sum);
    }
  }
}
