// Floats of the engine: a token that is as good as certain has a log-probability of 0.
const leastSurprise = 1e-6;

/**
 * How sure the model was of an answer: −ln of its mean surprise, in nats a token, from the natural-log probabilities of its tokens, the
 * end of the turn among them. Higher is surer; 0 to 13.8 for most answers. Null without probabilities.
 *
 * The mean, because it tells right from wrong about as well as any of mean, minimum, sum and first token on all five adapters
 * of 2026-s2 and does not grow with an answer's length; its logarithm, because most answers lie within 0.01 of certainty
 * and differ there by orders of magnitude (docs/confidence.md has the figures).
 */
export function sureness(logProbabilities: readonly number[]): number | null {
  if (logProbabilities.length === 0) return null;
  const mean = logProbabilities.reduce((sum, one) => sum + one, 0) / logProbabilities.length;
  return Number.isFinite(mean) ? -Math.log(Math.max(-mean, leastSurprise)) : null;
}
