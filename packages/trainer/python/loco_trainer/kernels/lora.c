/* What a LoRA's low rank makes small products of, too small for a library's: `steps.py` says what each computes. `step`:
   numbers from one token to the next. */
#include "number.h"
#include <stdlib.h>

/* Columns of an output that one processor sums up at a time, over all tokens in order: as many lanes as its registers
   hold for RANKS ranks at once. */
#define LANES 4
#define RANKS 4
#define COLUMNS (LANES * LANE)

/* Tokens that one row of a low rank is multiplied with at a time. */
#define TOKENS 4

static float *floats(const number *x, long count) {
  float *found = malloc(count * sizeof(float));
  for (long i = 0; i < count; i++) found[i] = get(x[i]);
  return found;
}

/* `found` [ranks, COLUMNS], of all columns and of at most RANKS ranks. */
static inline void sum_lanes(const number *low, const number *x, float *found, long tokens, int ranks, long low_step,
                             long x_step) {
  lane sum[RANKS][LANES] = {0};
  for (long t = 0; t < tokens; t++) {
    for (int r = 0; r < ranks; r++) {
      float factor = get(low[t * low_step + r]);
      for (int l = 0; l < LANES; l++) sum[r][l] += factor * get_lane(x + t * x_step + l * LANE);
    }
  }
  for (int r = 0; r < ranks; r++)
    for (int l = 0; l < LANES; l++) memcpy(found + r * COLUMNS + l * LANE, &sum[r][l], sizeof(lane));
}

static void sum_columns(const number *low, const number *x, float *found, long tokens, long count, int ranks,
                        long low_step, long x_step) {
  memset(found, 0, ranks * COLUMNS * sizeof(float));
  for (long t = 0; t < tokens; t++)
    for (int r = 0; r < ranks; r++) {
      float factor = get(low[t * low_step + r]);
      for (long i = 0; i < count; i++) found[r * COLUMNS + i] += factor * get(x[t * x_step + i]);
    }
}

/* Of all tokens, the sum of low [tokens, rank] times x [tokens, width], times `scale`. Where the result stands in `out`:
   `rank_step` from one rank to the next, `column_step` from one column to the next. */
void sums(const number *low, const number *x, float *out, long tokens, long rank, long width, long low_step,
          long x_step, long rank_step, long column_step, float scale, int threads) {
  long parts = (width + COLUMNS - 1) / COLUMNS;
#pragma omp parallel for num_threads(threads) schedule(dynamic, 1)
  for (long part = 0; part < parts; part++) {
    long first = part * COLUMNS, count = width - first < COLUMNS ? width - first : COLUMNS;
    float found[RANKS * COLUMNS];
    for (long r = 0; r < rank; r += RANKS) {
      int ranks = rank - r < RANKS ? (int)(rank - r) : RANKS;
      if (count < COLUMNS)
        sum_columns(low + r, x + first, found, tokens, count, ranks, low_step, x_step);
      else if (ranks == RANKS)
        sum_lanes(low + r, x + first, found, tokens, RANKS, low_step, x_step);
      else
        sum_lanes(low + r, x + first, found, tokens, ranks, low_step, x_step);
      for (int one = 0; one < ranks; one++)
        for (long i = 0; i < count; i++)
          out[(r + one) * rank_step + (first + i) * column_step] = found[one * COLUMNS + i] * scale;
    }
  }
}

/* out [tokens, width] = x + inner [tokens, rank] times low [rank, width]. */
void lift(const number *x, const number *inner, const number *low, number *out, long tokens, long rank, long width,
          long step, int threads) {
  float *rows = floats(low, rank * width), by[rank];
  long end = width / COLUMNS * COLUMNS;
#pragma omp parallel for num_threads(threads) schedule(static) private(by)
  for (long t = 0; t < tokens; t++) {
    const number *from = x + t * step;
    number *to = out + t * width;
    for (long r = 0; r < rank; r++) by[r] = get(inner[t * step + r]);
    for (long i = 0; i < end; i += COLUMNS) {
      lane sum[LANES];
      for (int l = 0; l < LANES; l++) sum[l] = get_lane(from + i + l * LANE);
      for (long r = 0; r < rank; r++)
        for (int l = 0; l < LANES; l++) sum[l] += by[r] * load_lane(rows + r * width + i + l * LANE);
      for (int l = 0; l < LANES; l++) put_lane(to + i + l * LANE, sum[l]);
    }
    for (long i = end; i < width; i++) {
      float sum = get(from[i]);
      for (long r = 0; r < rank; r++) sum += by[r] * rows[r * width + i];
      to[i] = put(sum);
    }
  }
  free(rows);
}

/* A [rank, width] into `low`, and B [rows, rank] times `scale` into the columns of a wide weight that are its own. */
void place(const float *a, const float *b, float scale, number *low, number *columns, long rank, long width, long rows,
           long step) {
  for (long i = 0; i < rank * width; i++) low[i] = put(a[i]);
  for (long row = 0; row < rows; row++)
    for (long r = 0; r < rank; r++) columns[row * step + r] = put(b[row * rank + r] * scale);
}

/* Of `count` tokens, at most TOKENS, x times `ranks` rows of `low`, at most RANKS, into `found` [TOKENS, RANKS]. */
static inline void multiply_rows(const number *x, const float *low, float found[TOKENS][RANKS], int count, int ranks,
                                 long width, long step) {
  long end = width / LANE * LANE;
  lane sum[TOKENS][RANKS] = {0};
  for (long i = 0; i < end; i += LANE)
    for (int r = 0; r < ranks; r++) {
      lane row = load_lane(low + r * width + i);
      for (int t = 0; t < count; t++) sum[t][r] += row * get_lane(x + t * step + i);
    }
  for (int t = 0; t < count; t++)
    for (int r = 0; r < ranks; r++) {
      found[t][r] = sum_lane(sum[t][r]);
      for (long i = end; i < width; i++) found[t][r] += low[r * width + i] * get(x[t * step + i]);
    }
}

/* Behind x [tokens, width]: its product with each row of low [ranks, width]. */
void lower(number *given, const number *low, long tokens, long ranks, long width, long step, int threads) {
  float *rows = floats(low, ranks * width);
#pragma omp parallel for num_threads(threads) schedule(static)
  for (long group = 0; group < (tokens + TOKENS - 1) / TOKENS; group++) {
    number *x = given + group * TOKENS * step;
    int count = tokens - group * TOKENS < TOKENS ? (int)(tokens - group * TOKENS) : TOKENS;
    float found[TOKENS][RANKS];
    for (long first = 0; first < ranks; first += RANKS) {
      int here = ranks - first < RANKS ? (int)(ranks - first) : RANKS;
      if (count == TOKENS && here == RANKS)
        multiply_rows(x, rows + first * width, found, TOKENS, RANKS, width, step);
      else
        multiply_rows(x, rows + first * width, found, count, here, width, step);
      for (int t = 0; t < count; t++)
        for (int r = 0; r < here; r++) x[t * step + width + first + r] = put(found[t][r]);
    }
  }
  free(rows);
}
