/* What a block does to its tokens one by one, in one pass over the numbers. `step`: numbers from one token to the next;
   `threads`: among how many processors the tokens are divided. `block_steps.py` says what each computes. */
#include "number.h"
#include <math.h>

void norm(const float *x, const float *weight, float eps, number *out, float *inverse, long tokens, long width,
          long step, int threads) {
#pragma omp parallel for num_threads(threads) schedule(static)
  for (long t = 0; t < tokens; t++) {
    const float *in = x + t * width;
    number *to = out + t * step;
    float sum = 0, kept[width];
#pragma omp simd reduction(+ : sum)
    for (long i = 0; i < width; i++) sum += in[i] * in[i];
    float by = 1.0f / sqrtf(sum / (float)width + eps);
    inverse[t] = by;
#pragma omp simd
    for (long i = 0; i < width; i++) kept[i] = in[i] * by * weight[i];
    put_all(to, kept, width);
  }
}

/* `add`: what comes on top, or null. */
void norm_gradient(const number *grad, const float *weight, const float *x, const float *inverse, const float *add,
                   float *out, long tokens, long width, long step, int threads) {
#pragma omp parallel for num_threads(threads) schedule(static)
  for (long t = 0; t < tokens; t++) {
    const number *g = grad + t * step;
    const float *in = x + t * width;
    float *to = out + t * width, by = inverse[t], along = 0;
#pragma omp simd reduction(+ : along)
    for (long i = 0; i < width; i++) along += get(g[i]) * weight[i] * in[i];
    along *= -by * by * by / (float)width;
    if (add) {
      const float *more = add + t * width;
#pragma omp simd
      for (long i = 0; i < width; i++) to[i] = get(g[i]) * weight[i] * by + in[i] * along + more[i];
    } else {
#pragma omp simd
      for (long i = 0; i < width; i++) to[i] = get(g[i]) * weight[i] * by + in[i] * along;
    }
  }
}

void add(const float *x, const number *y, float *out, long size, int threads) {
#pragma omp parallel for simd num_threads(threads) schedule(static)
  for (long i = 0; i < size; i++) out[i] = x[i] + get(y[i]);
}

static inline float sigmoid(float x) { return 1.0f / (1.0f + expo(-x)); }

#define GELU_SLOPE 0.79788456f /* sqrt(2 / pi) */
#define GELU_CUBE 0.044715f

/* tanh(u) is 2 sigmoid(2u) - 1, so gelu by its tanh is x sigmoid(2u). */
static inline float gelu_share(float x) { return sigmoid(2.0f * GELU_SLOPE * (x + GELU_CUBE * x * x * x)); }

/* `both`: gate and up side by side, [tokens, 2 width]. */
void gate(const number *both, number *out, long tokens, long width, long step, int gelu, int threads) {
#pragma omp parallel for num_threads(threads) schedule(static)
  for (long t = 0; t < tokens; t++) {
    const number *g = both + t * 2 * width, *up = g + width;
    float kept[width];
    if (gelu) {
#pragma omp simd
      for (long i = 0; i < width; i++) kept[i] = get(g[i]) * gelu_share(get(g[i])) * get(up[i]);
    } else {
#pragma omp simd
      for (long i = 0; i < width; i++) kept[i] = get(g[i]) * sigmoid(get(g[i])) * get(up[i]);
    }
    put_all(out + t * step, kept, width);
  }
}

void gate_gradient(const number *grad, const number *both, number *out, long tokens, long width, long step, int gelu,
                   int threads) {
#pragma omp parallel for num_threads(threads) schedule(static)
  for (long t = 0; t < tokens; t++) {
    const number *from = grad + t * step, *g = both + t * 2 * width, *up = g + width;
    float of_gate[width], of_up[width];
    if (gelu) {
#pragma omp simd
      for (long i = 0; i < width; i++) {
        float x = get(g[i]), in = get(from[i]), share = gelu_share(x);
        float inner = 2.0f * GELU_SLOPE * (1.0f + 3.0f * GELU_CUBE * x * x);
        of_up[i] = in * x * share;
        of_gate[i] = in * get(up[i]) * share * (1.0f + x * (1.0f - share) * inner);
      }
    } else {
#pragma omp simd
      for (long i = 0; i < width; i++) {
        float x = get(g[i]), in = get(from[i]), share = sigmoid(x);
        of_up[i] = in * x * share;
        of_gate[i] = in * get(up[i]) * share * (1.0f + x * (1.0f - share));
      }
    }
    put_all(out + t * 2 * width, of_gate, width);
    put_all(out + t * 2 * width + width, of_up, width);
  }
}

/* `cos`, `sin`: [tokens, size], signs in `sin`. */
void turn(const number *x, const float *cosine, const float *sine, number *out, long tokens, long heads, long size,
          long step, int threads) {
  long half = size / 2;
#pragma omp parallel for num_threads(threads) schedule(static)
  for (long t = 0; t < tokens; t++) {
    const float *c = cosine + t * size, *s = sine + t * size;
    for (long h = 0; h < heads; h++) {
      const number *in = x + t * step + h * size;
      number *to = out + (t * heads + h) * size;
#pragma omp simd
      for (long i = 0; i < half; i++) {
        float a = get(in[i]), b = get(in[i + half]);
        to[i] = put(a * c[i] + b * s[i]);
        to[i + half] = put(b * c[i + half] + a * s[i + half]);
      }
    }
  }
}

void turn_gradient(const number *grad, const float *cosine, const float *sine, number *out, long tokens, long heads,
                   long size, long step, int threads) {
  long half = size / 2;
#pragma omp parallel for num_threads(threads) schedule(static)
  for (long t = 0; t < tokens; t++) {
    const float *c = cosine + t * size, *s = sine + t * size;
    for (long h = 0; h < heads; h++) {
      const number *in = grad + (t * heads + h) * size;
      number *to = out + t * step + h * size;
#pragma omp simd
      for (long i = 0; i < half; i++) {
        float a = get(in[i]), b = get(in[i + half]);
        to[i] = put(a * c[i] + b * s[i + half]);
        to[i + half] = put(b * c[i + half] + a * s[i]);
      }
    }
  }
}
