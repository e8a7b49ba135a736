"""The measures of sorting agree with their definitions and with another library's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score, f1_score, precision_recall_fscore_support

from gongzhi.triage.rules.measuring import ece, macro_f1, measure, per_label, top

LABELS = st.sampled_from(["路", "水", "电", "树"])
PAIRS = st.lists(st.tuples(LABELS, LABELS), min_size=1, max_size=60)


@given(PAIRS)
def test_f1_and_accuracy_are_those_of_another_library(pairs: list[tuple[str, str]]) -> None:
    truth, guesses = [t for t, _g in pairs], [g for _t, g in pairs]
    labels = per_label(truth, guesses)
    names = sorted(set(truth) | set(guesses))
    other = precision_recall_fscore_support(truth, guesses, labels=names, zero_division=0)
    for at, name in enumerate(names):
        mine = labels[name]
        assert (mine.precision, mine.recall, mine.f1) == pytest.approx([part[at] for part in other[:3]])
        assert mine.count == other[3][at]
    assert macro_f1(labels) == pytest.approx(f1_score(truth, guesses, average="macro", zero_division=0))
    scored = measure(truth, [[(g, 0.5)] for g in guesses])
    assert scored.accuracy == pytest.approx(accuracy_score(truth, guesses))


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=80))
def test_calibration_error_is_the_weighted_gap_of_fifteen_equal_bins(rows: list[tuple[float, bool]]) -> None:
    sure, hits = np.array([s for s, _h in rows]), np.array([h for _s, h in rows], dtype=float)
    edges = [k / 15 for k in range(16)]
    expected = 0.0
    for low, high in zip(edges, edges[1:], strict=False):
        inside = (sure > low) & (sure <= high) | (sure == 0) & (low == 0)
        if inside.any():
            expected += inside.mean() * abs(hits[inside].mean() - sure[inside].mean())
    assert ece(sure.tolist(), [bool(h) for h in hits]) == pytest.approx(expected)


def test_honest_confidence_has_no_error_and_boasting_has() -> None:
    assert ece([0.75] * 4, [True, True, True, False]) == 0
    assert ece([1.0] * 4, [False] * 4) == 1


def test_cannot_tell_counts_as_wrong_but_boasts_of_nothing() -> None:
    scored = measure(["路", "水"], [[("路", 1.0)], []])
    assert (scored.accuracy, scored.top3, scored.unsure, scored.ece) == (0.5, 0.5, 1, 0)
    assert scored.per_label["水"].recall == 0 and scored.per_label["水"].count == 1


def test_top_looks_at_the_first_so_many_only() -> None:
    ranked = [[("a", 0.4), ("b", 0.3), ("c", 0.2), ("d", 0.1)]]
    assert top(["c"], ranked, 3) == 1 and top(["d"], ranked, 3) == 0


@pytest.mark.parametrize(("truth", "ranked"), [([], []), (["a"], []), (["a"], [[], []])])
def test_rows_and_suggestions_must_match(truth: list[str], ranked: list[list[tuple[str, float]]]) -> None:
    with pytest.raises(ValueError, match="as many"):
        measure(truth, ranked)
