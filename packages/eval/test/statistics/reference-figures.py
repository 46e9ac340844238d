"""Writes reference-figures.json: what statistics/ must agree with, computed without its formulas.

    pip install scipy==1.17.1 statsmodels==0.15.0
    python reference-figures.py > reference-figures.json

Wilson: statsmodels. Mid-p: every split of the discordant pairs in exact fractions. Tango: the score test's restricted likelihood is
maximised numerically instead of in closed form. Power: every table (won, lost) of a trinomial in exact enumeration.
"""

import json
import math
from fractions import Fraction

from scipy.optimize import brentq, minimize_scalar
from scipy.stats import multinomial, norm
from statsmodels.stats.proportion import proportion_confint


def wilson(right, items):
    low, high = proportion_confint(right, items, alpha=0.05, method="wilson")
    return {"right": right, "items": items, "interval": [float(low), float(high)]}


def mid_p(won, lost):
    pairs = won + lost
    chance = lambda k: Fraction(math.comb(pairs, k), 2**pairs)
    own = chance(won)
    more = sum((chance(k) for k in range(pairs + 1) if chance(k) < own), Fraction(0))
    same = sum((chance(k) for k in range(pairs + 1) if chance(k) == own), Fraction(0))
    return float(more + same / 2)


def score_statistic(won, lost, items, difference):
    def minus_log_likelihood(lost_share):
        won_share = lost_share + difference
        rest = 1 - won_share - lost_share
        total = 0.0
        for count, share in ((won, won_share), (lost, lost_share), (items - won - lost, rest)):
            if count:
                total -= count * math.log(max(share, 1e-300))
        return total

    low, high = max(0.0, -difference), (1 - difference) / 2
    best = minimize_scalar(minus_log_likelihood, bounds=(low, high), method="bounded", options={"xatol": 1e-14})
    share = min([low, high, float(best.x)], key=minus_log_likelihood)
    variance = items * (2 * share + difference - difference**2)
    return (won - lost - items * difference) / math.sqrt(max(variance, 1e-300))


def tango(won, lost, items):
    z = norm.ppf(0.975)
    estimate = (won - lost) / items
    edge = 1 - 1e-9
    end = lambda target, a, b: brentq(lambda d: score_statistic(won, lost, items, d) - target, a, b, xtol=1e-10)
    low = -1.0 if won - lost == -items else end(z, -edge, estimate)
    high = 1.0 if won - lost == items else end(-z, estimate, edge)
    return {"won": won, "lost": lost, "items": items, "interval": [low, high]}


def power(items, difference, discordance):
    shares = [(discordance + difference) / 2, (discordance - difference) / 2, 1 - discordance]
    total = 0.0
    for won in range(items + 1):
        for lost in range(min(won, items - won + 1)):
            if won + lost <= items and mid_p(won, lost) < 0.05:
                total += float(multinomial.pmf([won, lost, items - won - lost], items, shares))
    return {"items": items, "difference": difference, "discordance": discordance, "power": total}


tables = [(1, 7, 21), (7, 1, 21), (0, 0, 40), (5, 0, 20), (0, 5, 20), (12, 3, 100), (145, 0, 200), (20, 14, 200), (30, 30, 500), (9, 1, 10)]
print(
    json.dumps(
        {
            "wilson": [wilson(*case) for case in [(0, 10), (10, 10), (1, 3), (7, 20), (186, 200), (41, 200), (199, 200)]],
            "midP": [{"won": a, "lost": b, "p": mid_p(a, b)} for a, b in [(1, 7), (7, 1), (5, 0), (4, 0), (3, 3), (0, 1), (12, 3), (20, 14), (60, 41)]],
            "tango": [tango(*case) for case in tables],
            "power": [power(*case) for case in [(20, 0.3, 0.4), (40, 0.2, 0.2), (60, 0.15, 0.3), (60, 0.0, 0.3)]],
        },
        indent=2,
    )
)
