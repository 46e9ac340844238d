/* What attention row by row does beside its products: `row_attention.py` says what each computes. Numbers of a token are
   [heads, size]; a batch's are [groups, rows, heads a group, width, size]. */
#include "number.h"
#include <math.h>

/* From tokens to a batch, times `scale`: `places`, [rows, width], says which token is where. `step`: numbers from one
   token to the next. */
void to_batch(const number *x, const int64_t *places, number *out, long rows, long width, long groups, long heads,
              long size, long step, float scale, int threads) {
  long own = heads / groups;
#pragma omp parallel for num_threads(threads) schedule(static)
  for (long part = 0; part < rows * groups; part++) {
    long group = part / rows, row = part % rows;
    for (long h = 0; h < own; h++)
      for (long w = 0; w < width; w++) {
        const number *from = x + places[row * width + w] * step + (group * own + h) * size;
        number *to = out + ((part * own + h) * width + w) * size;
        if (scale == 1.0f)
          memcpy(to, from, size * sizeof(number));
        else
          for (long i = 0; i < size; i++) to[i] = put(get(from[i]) * scale);
      }
  }
}

/* The other way, times `scale`: the token `first` + i is number `skip` + order[i] % width of row order[i] / width. A batch's
   rows are `skip` + `width` long. */
void to_tokens(const number *x, const int64_t *order, number *out, long tokens, long first, long rows, long width,
               long skip, long groups, long heads, long size, long step, float scale, int threads) {
  long own = heads / groups, length = skip + width;
#pragma omp parallel for num_threads(threads) schedule(static)
  for (long t = 0; t < tokens; t++) {
    long row = order[t] / width, w = skip + order[t] % width;
    for (long head = 0; head < heads; head++) {
      const number *from = x + (((head / own) * rows + row) * own + head % own) * length * size + w * size;
      number *to = out + (first + t) * step + head * size;
      if (scale == 1.0f)
        memcpy(to, from, size * sizeof(number));
      else
        for (long i = 0; i < size; i++) to[i] = put(get(from[i]) * scale);
    }
  }
}

/* A batch of the gradients of tokens' states: zero where nobody stands. `order` as above. */
void spread(const number *x, const int64_t *order, number *out, long tokens, long first, long rows, long width,
            long groups, long heads, long size, int threads) {
  long own = heads / groups;
  memset(out, 0, rows * width * heads * size * sizeof(number));
#pragma omp parallel for num_threads(threads) schedule(static)
  for (long t = 0; t < tokens; t++) {
    long row = order[t] / width, w = order[t] % width;
    for (long head = 0; head < heads; head++)
      memcpy(out + ((((head / own) * rows + row) * own + head % own) * width + w) * size,
             x + ((first + t) * heads + head) * size, size * sizeof(number));
  }
}

/* Sums the first `count` tokens of all rows, [groups, rows, length, size], on top of `more`, [groups, count, size]. */
void sum_rows(const number *x, const number *more, number *out, long count, long rows, long length, long groups,
              long size, long step, int threads) {
#pragma omp parallel for num_threads(threads) schedule(static)
  for (long part = 0; part < groups * count; part++) {
    long group = part / count, w = part % count;
    number *to = out + w * step + group * size;
    for (long i = 0; i < size; i++) {
      float sum = get(more[part * size + i]);
      for (long row = 0; row < rows; row++) sum += get(x[((group * rows + row) * length + w) * size + i]);
      to[i] = put(sum);
    }
  }
}

/* Softmax in place of scores [batch, width, columns], of which token w of a row sees the first `shared` + w + 1. */
void softmax(number *scores, long batch, long width, long columns, long shared, int threads) {
#pragma omp parallel for num_threads(threads) schedule(static)
  for (long line = 0; line < batch * width; line++) {
    number *row = scores + line * columns;
    /* Whole lines, because a loop's rest is done number by number. */
    int seen = (int)(shared + line % width) + 1, size = (int)columns;
    float most = get(row[0]), sum = 0, kept[size];
#pragma omp simd reduction(max : most)
    for (int i = 0; i < size; i++) {
      kept[i] = i < seen ? get(row[i]) : -INFINITY;
      most = kept[i] > most ? kept[i] : most;
    }
#pragma omp simd reduction(+ : sum)
    for (int i = 0; i < size; i++) {
      kept[i] = i < seen ? expo(kept[i] - most) : 0.0f;
      sum += kept[i];
    }
    float by = 1.0f / sum;
#pragma omp simd
    for (int i = 0; i < size; i++) kept[i] *= by;
    put_all(row, kept, size);
  }
}

/* Its gradient, in place of that of its output: zero where a weight is. */
void softmax_gradient(number *grad, const number *weights, long batch, long width, long columns, int threads) {
#pragma omp parallel for num_threads(threads) schedule(static)
  for (long line = 0; line < batch * width; line++) {
    number *g = grad + line * columns;
    const number *w = weights + line * columns;
    float sum = 0, kept[columns];
#pragma omp simd reduction(+ : sum)
    for (long i = 0; i < columns; i++) sum += get(g[i]) * get(w[i]);
#pragma omp simd
    for (long i = 0; i < columns; i++) kept[i] = get(w[i]) * (get(g[i]) - sum);
    put_all(g, kept, columns);
  }
}
