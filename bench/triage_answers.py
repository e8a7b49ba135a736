"""Measure the check of answers on message–reply pairs: true pairs, the same replies under other messages, templates.

    PYTHONPATH=src python bench/triage_answers.py [PAIRS.csv.gz]

Prints counts only, never a text.
"""

from __future__ import annotations

import csv
import gzip
import os
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from sklearn.metrics import roc_auc_score  # noqa: E402

from gongzhi.triage.rules import answers  # noqa: E402

SHARED = Path(os.environ.get("GONGZHI_SHARED", ROOT.parent / "shared"))
PAIRS = SHARED / "data/messages/with_replies.csv.gz"
SEED, SHORT = 1, 60
Pairs = list[tuple[str, str]]


def read(path: Path) -> Pairs:
    """Message (its subject as first line) and reply."""
    csv.field_size_limit(10**7)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return [(f"{row['subject']}\n{row['body']}", row["reply"]) for row in csv.DictReader(file)]


def moved(pairs: Pairs, seed: int = SEED) -> Pairs:
    """Every reply under another message: a permutation without fixed points."""
    order = list(range(len(pairs)))
    Random(seed).shuffle(order)
    replies = [pairs[at][1] for at in order]
    shifted = dict(zip(order, [*replies[1:], replies[0]], strict=True))
    return [(question, shifted[at]) for at, (question, _) in enumerate(pairs)]


def shares(pairs: Pairs) -> dict[str, float]:
    """How many of a hundred replies get each advice."""
    found = Counter(code for q, a in pairs for code in {one.code for one in answers.check(q, a)})
    return {code: round(100 * n / len(pairs), 1) for code, n in sorted(found.items())}


def auc(pairs: Pairs, others: Pairs) -> float:
    """How well relatedness tells true pairs from moved ones."""
    truth = [1] * len(pairs) + [0] * len(others)
    return float(roc_auc_score(truth, [answers.related(q, a) for q, a in [*pairs, *others]]))


def parts(pairs: Pairs) -> tuple[int, int, int]:
    """Messages with numbered questions, their questions, and how many of these were passed over."""
    asked = [(q, a, answers.numbered(q)) for q, a in pairs]
    over = sum(one.code == "part" for q, a, spans in asked if spans for one in answers.check(q, a))
    return sum(bool(s) for *_, s in asked), sum(len(s) for *_, s in asked), over


def templates(pairs: Pairs) -> dict[str, int]:
    """Groups of replies with one skeleton, and how many of these are letter for letter the same."""
    texts = [a for _, a in pairs]
    groups = Counter(map(answers.fingerprint, texts))
    empty = groups.pop(answers.fingerprint("您好，感谢支持。"), 0)
    same = Counter(texts)
    return {
        "groups": sum(n > 1 for n in groups.values()),
        "replies_in_groups": sum(n for n in groups.values() if n > 1),
        "largest": max(groups.values(), default=0),
        "nothing_but_greeting_and_thanks": empty,
        "replies_with_an_identical_one": sum(n for n in same.values() if n > 1),
    }


def main(path: Path = PAIRS) -> None:
    """Print every number of the section in docs/benchmarks-triage.md."""
    pairs = read(path)
    others = moved(pairs)
    long = [n for n, (_, a) in enumerate(pairs) if len(a) >= SHORT]
    started = time.perf_counter()
    print("of a hundred replies", shares(pairs))
    print(f"{(time.perf_counter() - started) / len(pairs) * 1000:.2f} ms a check")
    print("the same under other messages", shares(others))
    print(f"AUC {auc(pairs, others):.3f}")
    at_least = [pairs[n] for n in long], [others[n] for n in range(len(others)) if len(others[n][1]) >= SHORT]
    print(f"replies of {SHORT} characters and more: {len(long)}, AUC {auc(*at_least):.3f}", shares(at_least[0]))
    print("numbered: messages, questions, passed over", parts(pairs), "moved", parts(others))
    print("templates", templates(pairs))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
