"""The list's own words suggest with probabilities that stay low when the evidence is thin."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gongzhi.mandates.rules.match import Found
from gongzhi.triage.rules.listwords import HIGHEST, likely

WEIGHTS = st.lists(st.floats(0.01, 5000), min_size=1, max_size=30)


def found(*weights: float) -> list[Found]:
    return [Found(f"M{at:02d}", (f"词{at}",), weight) for at, weight in enumerate(weights)]


@given(WEIGHTS)
def test_probabilities_fall_and_never_reach_certainty(weights: list[float]) -> None:
    told = likely(found(*weights), n=30)
    odds = [each.probability for each in told]
    assert odds == sorted(odds, reverse=True)
    assert 0 < odds[0] and sum(odds) <= HIGHEST + 1e-9


@given(WEIGHTS, st.floats(0.01, 5000))
def test_more_weight_for_another_never_helps_the_best(weights: list[float], more: float) -> None:
    best = max(weights)
    alone, joined = likely(found(*weights)), likely(found(*weights, min(more, best)))
    assert joined[0].probability <= alone[0].probability + 1e-12


def test_thin_evidence_is_said_to_be_thin() -> None:
    short, long = likely(found(12.0))[0], likely(found(120.0))[0]
    assert short.probability < 0.6 < 0.9 < long.probability


def test_two_that_are_spoken_for_alike_share() -> None:
    one, other = likely(found(60.0, 60.0))
    assert one.probability == other.probability < 0.5


def test_nothing_found_is_nothing_suggested() -> None:
    assert likely([]) == [] and likely(found(0.0)) == []


def test_words_and_codes_are_handed_through() -> None:
    assert [(each.label, each.words) for each in likely(found(9.0, 30.0), n=1)] == [("M01", ("词1",))]
