/* What a number of a stack is, by -DBF16: bfloat16, kept as its bits, or float. All sums are in float. */
#ifndef NUMBER_H
#define NUMBER_H

#include <stdint.h>
#include <string.h>
#ifdef __AVX512BF16__
#include <immintrin.h>
#endif

#ifdef BF16
typedef uint16_t number;

static inline float get(number x) {
  uint32_t bits = (uint32_t)x << 16;
  float value;
  memcpy(&value, &bits, 4);
  return value;
}

/* To the nearest, ties to even. */
static inline number put(float x) {
  uint32_t bits;
  memcpy(&bits, &x, 4);
  uint32_t rounded = (bits + 0x7fff + ((bits >> 16) & 1)) >> 16;
  return (number)(x != x ? 0x7fc0 : rounded);
}
#else
typedef float number;
static inline float get(number x) { return x; }
static inline number put(float x) { return x; }
#endif

/* As many floats as a register of the processor's widest vectors holds. */
#ifdef __AVX512F__
#define LANE 16
#else
#define LANE 8
#endif
typedef float lane __attribute__((vector_size(4 * LANE)));
typedef uint32_t lane_bits __attribute__((vector_size(4 * LANE)));

static inline lane load_lane(const float *x) {
  lane value;
  memcpy(&value, x, sizeof(value));
  return value;
}

#ifdef BF16
typedef uint16_t lane_numbers __attribute__((vector_size(2 * LANE)));

static inline lane get_lane(const number *x) {
  lane_numbers bits;
  memcpy(&bits, x, sizeof(bits));
  return (lane)(__builtin_convertvector(bits, lane_bits) << 16);
}

static inline void put_lane(number *to, lane x) {
#ifdef __AVX512BF16__
  __m256bh found = _mm512_cvtneps_pbh((__m512)x);
#else
  lane_bits bits = (lane_bits)x, rounded = (bits + 0x7fff + ((bits >> 16) & 1)) >> 16, none = (lane_bits)(x != x);
  lane_numbers found = __builtin_convertvector((rounded & ~none) | (none & 0x7fc0), lane_numbers);
#endif
  memcpy(to, &found, sizeof(found));
}
#else
static inline lane get_lane(const number *x) { return load_lane(x); }
static inline void put_lane(number *to, lane x) { memcpy(to, &x, sizeof(x)); }
#endif

/* `put` for `count` of them: rounding is what a compiler makes least of. */
static inline void put_all(number *to, const float *x, long count) {
  long i = 0;
  for (; i + LANE <= count; i += LANE) put_lane(to + i, load_lane(x + i));
  for (; i < count; i++) to[i] = put(x[i]);
}

static inline float sum_lane(lane x) {
  float part[LANE];
  memcpy(part, &x, sizeof(x));
  for (int half = LANE / 2; half > 0; half /= 2)
    for (int i = 0; i < half; i++) part[i] += part[i + half];
  return part[0];
}

/* e^x, to a few units in the last place, in a way that a compiler turns into vectors: 2^n times a polynomial on
   [-ln 2 / 2, ln 2 / 2] (coefficients: Cephes, expf). */
static inline float expo(float x) {
  x = x > 88.0f ? 88.0f : x;
  x = x < -87.0f ? -87.0f : x;
  float n = (x * 1.44269504f + 12582912.0f) - 12582912.0f;
  float r = x - n * 0.693359375f + n * 2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1.0f;
  uint32_t bits = (uint32_t)((int32_t)n + 127) << 23;
  float scale;
  memcpy(&scale, &bits, 4);
  return p * scale;
}

#endif
