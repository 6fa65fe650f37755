#!/usr/bin/env python3
"""Learns the weights of src/context/score/features.ts (or parts.ts, from --symbols files) from what run.mjs wrote, cross-validated over
repositories (numpy, scipy).

usage: train.py FEATURES.jsonl... [--l2 0.3]
"""
import json, sys
import numpy as np
from collections import defaultdict
from scipy.optimize import minimize

files = [a for a in sys.argv[1:] if not a.startswith("--") and not a.replace(".", "").isdigit()]
# What a file's role takes from its score is set by hand (changed files of the cases are never tests or documents) and held while the rest is learned.
HELD = {"isTest": -3, "isDoc": -2.4, "isConfig": -1.6, "isGenerated": -2.2, "isOther": -1.2}
l2 = float(sys.argv[sys.argv.index("--l2") + 1]) if "--l2" in sys.argv else 0.3


def load(name):
    rows = []
    for line in open(name):
        c = json.loads(line)
        if not c["gold"]:
            continue
        names, cand = c["features"], c["candidates"]
        x = np.array([r[2:] for r in cand], float) if cand else np.zeros((0, len(names)))
        y = np.array([r[0] in set(c["gold"]) for r in cand], float)
        named = np.array([r[1] for r in cand], float)
        held = sum((x[:, names.index(n)] * v for n, v in HELD.items() if n in names), np.zeros(len(x)))
        x = x[:, [i for i, n in enumerate(names) if n not in HELD]]
        rows.append(dict(held=held, repo=c["repo"], split=c["split"], x=x, y=y, named=named, n=len(c["gold"]), src=name))
    return [n for n in names if n not in HELD], rows


def loss(w, rows, scale):
    total, grad = 0.0, np.zeros_like(w)
    for r in rows:
        if not r["y"].any():
            continue
        s = r["x"] @ w + r["held"]
        s -= s.max()
        p = np.exp(s)
        p /= p.sum()
        # Plackett-Luce flavour: every gold file should win against all that are not gold.
        g = r["y"] > 0
        wt = 1.0 / counts[(r["src"], r["repo"])]
        neg = np.exp(s[~g]).sum()
        for i in np.where(g)[0]:
            z = neg + np.exp(s[i])
            total -= wt * (s[i] - np.log(z)) / r["n"]
            grad -= wt * (r["x"][i] - (np.exp(s[~g]) @ r["x"][~g] + np.exp(s[i]) * r["x"][i]) / z) / r["n"]
    total += l2 * scale * (w @ w) / 100
    grad += l2 * scale * 2 * w / 100
    return total, grad


def fit(rows):
    scale = len({(r["src"], r["repo"]) for r in rows})
    return minimize(loss, np.zeros(rows[0]["x"].shape[1]), args=(rows, scale), jac=True, method="L-BFGS-B", options={"maxiter": 200}).x


def measure(pairs):
    by = defaultdict(list)
    for r, w in pairs:
        order = np.argsort(-(r["x"] @ w + r["held"] + 1000 * r["named"]), kind="stable")
        pos = [k + 1 for k, i in enumerate(order) if r["y"][i]]
        m = [sum(p <= k for p in pos) / r["n"] for k in (1, 5, 10, 20)] + [1 / pos[0] if pos else 0, 1.0 if pos and pos[0] <= 5 else 0.0]
        by[r["repo"]].append(m)
    return np.mean([np.mean(v, 0) for v in by.values()], 0)


def show(label, pairs):
    print("%-22s" % label, " ".join("%s %.3f" % kv for kv in zip(("R@1", "R@5", "R@10", "R@20", "MRR", "hit@5"), measure(pairs))))


data = {f: load(f) for f in files}
names = data[files[0]][0]
every = [r for f in files for r in data[f][1]]
counts = defaultdict(int)
for r in every:
    counts[(r["src"], r["repo"])] += 1
repos = sorted({r["repo"] for r in every})
held = {repo: fit([r for r in every if r["repo"] != repo]) for repo in repos}
for f in files:
    for label, keep in (("all", lambda r: True), ("easy", lambda r: r["split"] == "easy"), ("hard", lambda r: r["split"] == "hard")):
        show(f.split("/")[-1][:14] + " " + label, [(r, held[r["repo"]]) for r in data[f][1] if keep(r)])
w = fit(every)
for f in files:
    show("(seen) " + f.split("/")[-1][:14], [(r, w) for r in data[f][1]])
print("  " + "\n  ".join("%s: %.2f," % (n, v) for n, v in zip(names, w)))
