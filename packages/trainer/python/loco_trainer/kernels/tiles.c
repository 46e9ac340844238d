/* Products with a weight that does not change, by a processor's tiles (Intel's AMX), from a copy of the weight that lies as
   the tiles take it: nothing is put in order at each product. A panel is 32 columns of the result, for 32 numbers of the
   inner dimension after the other two tiles: [panel][inner / 32][2][16 pairs][16 columns][2]. */
#include "number.h"

#if defined(BF16) && defined(__AMX_BF16__) && defined(__AVX512BF16__)
#include <omp.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PANEL 32
#define INNER 32
#define TILE 512
/* Linux: a process asks once before it uses tiles. */
#define ARCH_REQ_XCOMP_PERM 0x1023
#define XFEATURE_XTILEDATA 18
/* Bytes of tokens' states that stay beside a panel in a processor's second cache. */
#define STAYS 1000000
#define FEW 256

int tiles(void) { return syscall(SYS_arch_prctl, ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA) == 0; }

/* Whole pairs of a block of PANEL columns and INNER numbers, whose pairs lie side by side. */
static void pack_rows(const number *block, number *to, long begin, long end, long begin_k, long end_k, long column_step) {
  for (long c = begin; c < end; c++)
    for (long k = begin_k; k < end_k; k += 2)
      memcpy(to + c / 16 * TILE + k / 2 * PANEL + c % 16 * 2, block + c * column_step + k, 2 * sizeof(number));
}

/* Whole pairs of a block, whose columns may lie side by side. */
static void pack_columns(const number *block, number *to, long begin, long end, long begin_k, long end_k,
                         long column_step, long inner_step) {
  for (long k = begin_k; k < end_k; k += 2)
    for (long half = begin / 16; half * 16 < end; half++) {
      const number *first = block + k * inner_step + half * 16 * column_step;
      number *pairs = to + half * TILE + k / 2 * PANEL;
      int from = begin > half * 16 ? (int)(begin - half * 16) : 0, upto = end < half * 16 + 16 ? (int)(end - half * 16) : 16;
      if (column_step == 1 && from == 0 && upto == 16)
        for (int c = 0; c < 16; c++) {
          pairs[2 * c] = first[c];
          pairs[2 * c + 1] = first[c + inner_step];
        }
      else
        for (int c = from; c < upto; c++) {
          pairs[2 * c] = first[c * column_step];
          pairs[2 * c + 1] = first[c * column_step + inner_step];
        }
    }
}

/* Puts weight (column c, inner k: weight[c * column_step + k * inner_step]) into a packed one, from `first_column` and
   `first_inner` on. `whole`: inner numbers of the packed one. What is not written stays. */
void pack(const number *weight, number *packed, long columns, long inner, long column_step, long inner_step,
          long first_column, long first_inner, long whole, int threads) {
  long steps = whole / INNER, begin_panel = first_column / PANEL, end_panel = (first_column + columns - 1) / PANEL;
  long begin_step = first_inner / INNER, end_step = (first_inner + inner - 1) / INNER;
  const number *from = weight - first_column * column_step - first_inner * inner_step;
#pragma omp parallel for collapse(2) num_threads(threads) schedule(static)
  for (long p = begin_panel; p <= end_panel; p++)
    for (long s = begin_step; s <= end_step; s++) {
      long begin = p * PANEL < first_column ? first_column - p * PANEL : 0;
      long end = (p + 1) * PANEL > first_column + columns ? first_column + columns - p * PANEL : PANEL;
      long begin_k = s * INNER < first_inner ? first_inner - s * INNER : 0;
      long end_k = (s + 1) * INNER > first_inner + inner ? first_inner + inner - s * INNER : INNER;
      number *to = packed + (p * steps + s) * 2 * TILE;
      const number *block = from + p * PANEL * column_step + s * INNER * inner_step;
      if (begin_k % 2 || end_k % 2) {
        for (long c = begin; c < end; c++)
          for (long k = begin_k; k < end_k; k++)
            to[c / 16 * TILE + k / 2 * PANEL + c % 16 * 2 + k % 2] = block[c * column_step + k * inner_step];
      } else if (inner_step == 1)
        pack_rows(block, to, begin, end, begin_k, end_k, column_step);
      else
        pack_columns(block, to, begin, end, begin_k, end_k, column_step, inner_step);
    }
}

/* 0 to 3: results; 4 and 5: tokens, the lower ones in 5; 6 and 7: weight. */
static void configure(int upper, int lower) {
  struct {
    uint8_t palette, start, none[14];
    uint16_t bytes[16];
    uint8_t rows[16];
  } tiles = {.palette = 1};
  for (int i = 0; i < 8; i++) {
    tiles.bytes[i] = 64;
    tiles.rows[i] = 16;
  }
  tiles.rows[0] = tiles.rows[1] = tiles.rows[4] = (uint8_t)upper;
  tiles.rows[2] = tiles.rows[3] = tiles.rows[5] = (uint8_t)(lower ? lower : 16);
  /* To some compilers that reads but the first bytes, and what is written to the others may be left out. */
  __asm__ volatile("" : : "r"(&tiles) : "memory");
  _tile_loadconfig(&tiles);
}

static inline void put_block(number *to, const float *block, long step, int rows, long columns) {
  for (int r = 0; r < rows; r++) {
    __m512i found = (__m512i)_mm512_cvtne2ps_pbh(_mm512_load_ps(block + r * PANEL + 16), _mm512_load_ps(block + r * PANEL));
    if (columns == PANEL)
      _mm512_storeu_si512(to + r * step, found);
    else
      _mm512_mask_storeu_epi16(to + r * step, (1u << columns) - 1, found);
  }
}

/* Of at most 32 tokens: one panel's block of the result. `next`: what the next panel begins with, to be fetched meanwhile. */
static inline void multiply_block(const number *x, const number *panel, const char *next, float *block, long steps,
                                  long x_step, int lower) {
  const number *below = x + 16 * x_step;
  _tile_zero(0);
  _tile_zero(1);
  _tile_zero(2);
  _tile_zero(3);
  for (long k = 0; k < steps; k++) {
    _tile_loadd(4, x + k * INNER, x_step * 2);
    _tile_loadd(6, panel + k * 2 * TILE, 64);
    _tile_dpbf16ps(0, 4, 6);
    _tile_loadd(7, panel + k * 2 * TILE + TILE, 64);
    _tile_dpbf16ps(1, 4, 7);
    if (lower) {
      _tile_loadd(5, below + k * INNER, x_step * 2);
      _tile_dpbf16ps(2, 5, 6);
      _tile_dpbf16ps(3, 5, 7);
    }
    _mm_prefetch(next + k * 256, _MM_HINT_T1);
    _mm_prefetch(next + k * 256 + 64, _MM_HINT_T1);
    _mm_prefetch(next + k * 256 + 128, _MM_HINT_T1);
    _mm_prefetch(next + k * 256 + 192, _MM_HINT_T1);
  }
  _tile_stored(0, block, PANEL * 4);
  _tile_stored(1, block + 16, PANEL * 4);
  if (lower) {
    _tile_stored(2, block + 16 * PANEL, PANEL * 4);
    _tile_stored(3, block + 16 * PANEL + 16, PANEL * 4);
  }
}

/* out [tokens, columns] = x [tokens, inner] times a packed weight. `x_step`, `out_step`: numbers from one token to the next. */
void multiply(const number *x, const number *packed, number *out, long tokens, long inner, long columns, long x_step,
              long out_step, int threads) {
  long steps = inner / INNER, panels = (columns + PANEL - 1) / PANEL, rows = (tokens + 15) / 16;
  long stay = STAYS / (inner * 2) / 32 * 32;
  if (stay < 64) stay = 64;
  /* Each processor reads its own tokens and the whole weight; of few tokens all, and its own part of the weight. */
  int by_panels = tokens <= FEW && tokens <= stay;
#pragma omp parallel num_threads(threads)
  {
    long own = omp_get_thread_num(), all = omp_get_num_threads();
    long first = by_panels ? 0 : rows * own / all * 16, last = by_panels ? tokens : rows * (own + 1) / all * 16;
    long begin = by_panels ? panels * own / all : 0, end = by_panels ? panels * (own + 1) / all : panels;
    float block[32 * PANEL] __attribute__((aligned(64)));
    int upper = 0, lower = 0;
    if (last > tokens) last = tokens;
    for (long from = first; from < last; from += stay) {
      long to = from + stay < last ? from + stay : last;
      for (long p = begin; p < end; p++) {
        const number *panel = packed + p * steps * 2 * TILE;
        long here = columns - p * PANEL < PANEL ? columns - p * PANEL : PANEL;
        for (long t = from; t < to; t += 32) {
          int count = to - t < 32 ? (int)(to - t) : 32, above = count < 16 ? count : 16;
          if (above != upper || count - above != lower) configure(upper = above, lower = count - above);
          /* An eighth of the next panel at each of eight blocks of tokens. */
          const char *next = (const char *)(panel + steps * 2 * TILE) + (t - from) / 32 * steps * 256;
          multiply_block(x + t * x_step, panel, next, block, steps, x_step, lower);
          put_block(out + t * out_step + p * PANEL, block, out_step, count, here);
        }
      }
    }
    if (upper) _tile_release();
  }
}
#endif
