"""Writes reference-figures.json: what confidence/ and auroc.ts must agree with.

    pip install scikit-learn==1.9.1 statsmodels==0.15.0
    python reference-figures.py > reference-figures.json

Area, Brier score and bins: scikit-learn. Its standard error: DeLong's and Obuchowski's sums over all pairs of a positive and a negative case,
written out. Platt's curve and its covariance: statsmodels, the curve held against scikit-learn's unpenalised logistic regression.
"""

import json
import math

import numpy as np
import statsmodels.api as sm
from sklearn.calibration import calibration_curve
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score


def cases(count, clusters, separation, decimals, seed):
    draw = np.random.default_rng(seed)
    of_cluster = draw.normal(size=clusters)
    cluster = draw.permutation(np.arange(count) % clusters)
    score = np.round(draw.normal(size=count) + (0.8 * of_cluster[cluster] if clusters < count else 0), decimals)
    right = draw.random(count) < 1 / (1 + np.exp(-separation * score - 0.5))
    return score, right, cluster


def area_error(score, right, cluster):
    positive, negative = np.flatnonzero(right), np.flatnonzero(~right)
    m, n = len(positive), len(negative)
    better = np.array([[(score[i] > score[j]) + 0.5 * (score[i] == score[j]) for j in negative] for i in positive])
    area = better.mean()
    if len(set(cluster)) == len(score):
        return math.sqrt(np.var(better.mean(axis=1), ddof=1) / m + np.var(better.mean(axis=0), ddof=1) / n)
    of = lambda groups, places, name: float(sum(places[k] - area for k in range(len(groups)) if cluster[groups[k]] == name))
    rows = {name: (of(positive, better.mean(axis=1), name), of(negative, better.mean(axis=0), name)) for name in set(cluster)}
    correct = lambda count: count / (count - 1)
    return math.sqrt(
        correct(len(set(cluster[positive]))) * sum(a * a for a, _ in rows.values()) / m**2
        + correct(len(set(cluster[negative]))) * sum(b * b for _, b in rows.values()) / n**2
        + 2 * correct(len(rows)) * sum(a * b for a, b in rows.values()) / (m * n)
    )


def platt(score, right, cluster):
    high, low = (right.sum() + 1) / (right.sum() + 2), 1 / ((~right).sum() + 2)
    target = np.where(right, high, low)
    model = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-10, max_iter=1000)
    model.fit(np.tile(score, 2)[:, None], np.repeat([1, 0], len(score)), np.concatenate([target, 1 - target]))
    clustered = len(set(cluster)) < len(score)
    kind = {"cov_type": "cluster", "cov_kwds": {"groups": cluster}} if clustered else {}
    fit = sm.GLM(target, sm.add_constant(score), family=sm.families.Binomial()).fit(tol=1e-14, **kind)
    covariance = np.asarray(fit.cov_params())
    # scikit-learn's solver stops a little early; statsmodels goes to the last digit.
    assert np.allclose(fit.params, [model.intercept_[0], model.coef_[0, 0]], rtol=0, atol=1e-6)
    return {
        "intercept": float(fit.params[0]),
        "slope": float(fit.params[1]),
        "covariance": [float(covariance[0, 0]), float(covariance[0, 1]), float(covariance[1, 1])],
    }


def figures(count, clusters, separation, decimals, seed):
    score, right, cluster = cases(count, clusters, separation, decimals, seed)
    share = 1 / (1 + np.exp(-1.3 * score - 0.2))
    observed, predicted = calibration_curve(right, share, n_bins=10, strategy="quantile")
    return {
        "cases": [[float(s), bool(r), f"source {c}"] for s, r, c in zip(score, right, cluster)],
        "auroc": float(roc_auc_score(right, score)),
        "error": area_error(score, right, cluster),
        "calibration": platt(score, right, cluster),
        "shares": [float(one) for one in share],
        "brier": float(brier_score_loss(right, share)),
        "bins": [[float(p), float(o)] for p, o in zip(predicted, observed)],
        "calibrationError": float(np.mean(np.abs(predicted - observed))),
    }


print(json.dumps([figures(100, 100, 1.0, 6, 1), figures(200, 200, 3.0, 6, 2), figures(120, 24, 0.4, 1, 3), figures(200, 30, 1.5, 6, 4)]))
