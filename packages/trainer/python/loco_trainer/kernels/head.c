/* The cross-entropy of `answer_head.py`. */
#include "number.h"
#include <math.h>

/* Of logits [tokens, vocabulary], in their place: the gradient of each token's loss, its share of each word less the
   wanted one's whole. */
void cross_entropy(number *logits, const int64_t *wanted, float *losses, long tokens, long vocabulary, float smallest,
                   int threads) {
#pragma omp parallel for num_threads(threads) schedule(static)
  for (long t = 0; t < tokens; t++) {
    number *row = logits + t * vocabulary;
    float most = -INFINITY, sum = 0;
#pragma omp simd reduction(max : most)
    for (long i = 0; i < vocabulary; i++) most = get(row[i]) > most ? get(row[i]) : most;
#pragma omp simd reduction(+ : sum)
    for (long i = 0; i < vocabulary; i++) sum += expo(get(row[i]) - most);
    float by = 1.0f / sum, chosen = expo(get(row[wanted[t]]) - most) * by;
    losses[t] = -logf(chosen < smallest ? smallest : chosen);
#pragma omp simd
    for (long i = 0; i < vocabulary; i++) row[i] = put(expo(get(row[i]) - most) * by);
    row[wanted[t]] = put(chosen - 1.0f);
  }
}
