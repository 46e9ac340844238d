"""Writes reference-figures.json: what statistics/ must agree with, computed without its formulas.

    pip install scipy==1.17.1 statsmodels==0.15.0
    LOCO_DATA=../../../../../shared/data python reference-figures.py > reference-figures.json

Wilson, Holm, Benjamini-Hochberg, Cohen's kappa, clustered errors (least squares on a constant): statsmodels. Permutation test: SciPy, and statsmodels'
exact McNemar where scores are right or wrong. Mid-p: every split of the discordant pairs in exact fractions. Tango: the score test's
restricted likelihood is maximised numerically instead of in closed form. Power: every table (won, lost) of a trinomial in exact
enumeration. Non-inferiority: the same, at the worst share of lost pairs. MMLU-Pro: the published right and wrong answers of a base model and its tuned version. Bootstrap: every one of the n^n resamples; with an unseen item: quadrature over beta weights, and the mid-p binomial interval. E-value: the mixture's integral in exact fractions.
"""

import csv
import itertools
import json
import math
import os
from fractions import Fraction

import numpy as np
from scipy.integrate import quad
from scipy.optimize import brentq, minimize_scalar
from scipy.stats import beta, binom, multinomial, norm, permutation_test, t
from statsmodels.regression.linear_model import OLS
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.multitest import multipletests
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
    # The likelihood's slope falls as the share of lost pairs grows: its root is the most likely share.
    def slope(lost_share):
        total = 0.0
        for count, share, sign in ((won, lost_share + difference, 1), (lost, lost_share, 1), (items - won - lost, 1 - 2 * lost_share - difference, -2)):
            if count:
                total += sign * count / share
        return total

    low, high = max(0.0, -difference), (1 - difference) / 2
    inner = (low + 1e-15, high - 1e-15)
    if slope(inner[0]) <= 0:
        share = low
    elif slope(inner[1]) >= 0:
        share = high
    else:
        share = brentq(slope, *inner, xtol=1e-16, rtol=1e-15)
    variance = items * (2 * share + difference - difference**2)
    return (won - lost - items * difference) / math.sqrt(max(variance, 1e-300))


def tango(won, lost, items):
    z = norm.ppf(0.975)
    estimate = (won - lost) / items
    edge = 1 - 1e-9
    end = lambda target, a, b: brentq(lambda d: score_statistic(won, lost, items, d) - target, a, b, xtol=1e-14)
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


def non_inferiority(won, lost, items, margin):
    # Every table at the margin, at every share of lost pairs on a fine grid.
    tables = [(w, l) for w in range(items + 1) for l in range(items + 1 - w)]
    observed = score_statistic(won, lost, items, -margin)
    extreme = [(w, l, items - w - l) for w, l in tables if score_statistic(w, l, items, -margin) >= observed - 1e-9]
    chance = lambda share: float(multinomial.pmf(extreme, items, [max(0, share - margin), share, max(0, 1 - 2 * share + margin)]).sum())
    grid = np.linspace(margin, (1 + margin) / 2, 401)
    top = grid[int(np.argmax([chance(share) for share in grid]))]
    ends = (max(margin, top - grid[1] + grid[0]), min((1 + margin) / 2, top + grid[1] - grid[0]))
    found = minimize_scalar(lambda share: -chance(share), bounds=ends, method="bounded", options={"xatol": 1e-10})
    return {"won": won, "lost": lost, "items": items, "margin": margin, "p": max(chance(top), -float(found.fun))}


def permutation(differences):
    found = permutation_test((differences,), np.mean, permutation_type="samples", n_resamples=np.inf, alternative="two-sided")
    return {"differences": differences, "p": float(found.pvalue)}


def exact_mcnemar(won, lost):
    return {"won": won, "lost": lost, "p": float(mcnemar([[0, won], [lost, 0]], exact=True).pvalue)}


def clustered(differences, clusters):
    groups = np.unique(clusters, return_inverse=True)[1]
    fit = OLS(differences, np.ones(len(differences))).fit(cov_type="cluster", cov_kwds={"groups": groups}, use_t=True)
    return {
        "differences": differences,
        "clusters": clusters,
        "mean": float(fit.params[0]),
        "standardError": float(fit.bse[0]),
        "interval": [float(end) for end in fit.conf_int()[0]],
        "p": float(fit.pvalues[0]),
    }


def bootstrap(differences, level=0.95):
    values = np.array(differences)
    n = len(values)
    means = np.sort([np.mean(resample) for resample in itertools.product(values, repeat=n)])
    tail = norm.cdf(math.sqrt(n / (n - 1)) * t.ppf((1 - level) / 2, n - 1))
    low = means[math.ceil(tail * len(means)) - 1]
    high = means[len(means) - math.ceil(tail * len(means))]
    return {"differences": differences, "interval": [float(low), float(high)]}


def unseen_item(counts, level=0.95):
    # The weights of two kinds of differences and of the unseen one are beta variables: integrated instead of inverted.
    (low_value, low_count), (high_value, high_count) = counts
    n = low_count + high_count

    def at_most(mean, unseen):
        def given(share):
            rest = (mean - share * unseen) / (1 - share)
            return beta.cdf((rest - low_value) / (high_value - low_value), high_count, low_count) * beta.pdf(share, 1, n)

        ends = sorted(min(1.0, max(0.0, (mean - value) / (unseen - value))) for value in (low_value, high_value))
        return sum(quad(given, a, b, epsabs=1e-13, epsrel=1e-12, limit=200)[0] for a, b in itertools.pairwise([0.0, *ends, 1.0]) if b > a)

    chance = lambda mean: (at_most(mean, -1) + at_most(mean, 1)) / 2
    end = lambda tail: brentq(lambda mean: chance(mean) - tail, -1 + 1e-9, 1 - 1e-9, xtol=1e-13)
    return {"counts": counts, "interval": [end((1 - level) / 2), end((1 + level) / 2)]}


def mid_p_binomial(right, items, level=0.95):
    tail = (1 - level) / 2
    more = lambda share: binom.sf(right, items, share) + binom.pmf(right, items, share) / 2
    find = lambda target: float(brentq(lambda share: more(share) - target, 1e-12, 1 - 1e-12, xtol=1e-14))
    return {"right": right, "items": items, "interval": [0.0 if right == 0 else find(tail), 1.0 if right == items else find(1 - tail)]}


def e_value(won, lost):
    # The mixture is uniform over the share won: its likelihood is 1 / ((m + 1) C(m, won)).
    pairs = won + lost
    return {"won": won, "lost": lost, "eValue": float(Fraction(2**pairs, (pairs + 1) * math.comb(pairs, won)))}


def mmlu_pro():
    with open(os.path.join(os.environ["LOCO_DATA"], "mmlu-pro-pairs", "llama-3.1-8b.csv")) as file:
        rows = [(row["category"], int(row["base"]), int(row["tuned"])) for row in csv.DictReader(file)]
    fit = clustered([float(tuned - base) for _, base, tuned in rows], [category for category, _, _ in rows])
    categories = {}
    for name in sorted({category for category, _, _ in rows}):
        pairs = [(base, tuned) for category, base, tuned in rows if category == name]
        won, lost = pairs.count((0, 1)), pairs.count((1, 0))
        categories[name] = {"items": len(pairs), **exact_mcnemar(won, lost)}
    ps = [one["p"] for one in categories.values()]
    for one, stepdown, stepup in zip(categories.values(), multipletests(ps, method="holm")[1], multipletests(ps, method="fdr_bh")[1]):
        one.update({"holm": float(stepdown), "benjaminiHochberg": float(stepup)})
    return {**{key: fit[key] for key in ("mean", "standardError", "interval", "p")}, "categories": categories}


p_values = [[0.01, 0.04, 0.03], [0.2, 0.001, 0.049, 0.012, 0.012, 0.9], [1.0], [0.03, 0.03], [0.0004, 0.6, 0.02, 0.025, 0.051, 0.3, 0.011, 0.8]]
graded = [
    [0.31, -0.12, 0.457, 0.083, 0.2],
    [0.5, 0.25, -0.25, 0.0, 0.75, 0.5, 0.25, 0.125],
    [-0.613, 0.227, -0.3111, -0.0471, -0.52, 0.118, -0.2003, -0.4409, -0.391, 0.0713, -0.151],
    [0.013, 0.021, -0.017, 0.0, 0.0, 0.0291, 0.0409, 0.0, -0.00731, 0.0113],
]
by_source = [
    ([1.0, 0.0, 0.0, -1.0, 1.0, 1.0, 0.0, 1.0], ["a", "a", "b", "b", "c", "c", "c", "d"]),
    ([0.31, -0.12, 0.457, 0.083, 0.2, -0.07, 0.0, 0.36], ["a", "b", "b", "b", "c", "d", "e", "e"]),
    ([1.0, 1.0, 1.0, 0.0, 0.0, 0.0, -1.0, 0.0, 0.0, 1.0, 1.0, 1.0], ["a"] * 3 + ["b"] * 3 + ["c"] * 3 + ["d"] * 3),
]
ratings = [
    [[18, 2], [1, 19]],
    [[10, 3, 1], [2, 12, 4], [0, 5, 8]],
    [[5, 0, 0], [0, 7, 0], [0, 0, 1]],
    [[3, 9], [8, 2]],
    [[120, 4, 11], [9, 60, 3], [14, 2, 20]],
]
tables = [(1, 7, 21), (7, 1, 21), (0, 0, 40), (5, 0, 20), (0, 5, 20), (12, 3, 100), (145, 0, 200), (20, 14, 200), (30, 30, 500), (9, 1, 10)]
print(
    json.dumps(
        {
            "wilson": [wilson(*case) for case in [(0, 10), (10, 10), (1, 3), (7, 20), (186, 200), (41, 200), (199, 200)]],
            "midP": [{"won": a, "lost": b, "p": mid_p(a, b)} for a, b in [(1, 7), (7, 1), (5, 0), (4, 0), (3, 3), (0, 1), (12, 3), (20, 14), (60, 41)]],
            "tango": [tango(*case) for case in tables],
            "nonInferiority": [non_inferiority(*case) for case in [(1, 1, 20, 0.2), (4, 0, 15, 0.1), (0, 0, 25, 0.1), (2, 6, 30, 0.25), (9, 6, 40, 0.05)]],
            "permutation": [permutation(case) for case in graded],
            "exactMcNemar": [exact_mcnemar(*case) for case in [(7, 1), (12, 3), (20, 14), (3, 3), (60, 41), (160, 120)]],
            "clustered": [clustered(*case) for case in by_source],
            "bootstrap": [bootstrap(case) for case in [graded[0], graded[1][:6], graded[2][:7], graded[3][3:10]]],
            "unseenItem": [unseen_item(case) for case in [[(-0.5, 4), (0.25, 8)], [(0.1, 17), (0.3, 3)], [(-0.2, 1), (0.0, 6)], [(0.05, 30), (0.1, 25)]]],
            "midPBinomial": [mid_p_binomial(*case) for case in [(0, 20), (7, 20), (20, 20), (3, 5), (30, 1000)]],
            "adjusted": [
                {"p": p, "holm": multipletests(p, method="holm")[1].tolist(), "benjaminiHochberg": multipletests(p, method="fdr_bh")[1].tolist()}
                for p in p_values
            ],
            "eValues": [e_value(*case) for case in [(0, 0), (1, 0), (5, 0), (7, 2), (30, 12), (140, 61), (12, 30)]],
            "kappa": [{"table": table, "kappa": float(cohens_kappa(np.array(table)).kappa)} for table in ratings],
            "mmluPro": mmlu_pro(),
            "power": [power(*case) for case in [(20, 0.3, 0.4), (40, 0.2, 0.2), (60, 0.15, 0.3), (60, 0.0, 0.3)]],
        },
        indent=2,
    )
)
