"""The inbox by kept statements says what its query says: every heap, every filter, and the counts above them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.world import MONDAY

from gongzhi.cases import services as cases
from gongzhi.cases.selectors import work
from gongzhi.duties import selectors as duties
from gongzhi.duties.words import BUCKETS, PAUSE_REASONS
from gongzhi.kernel import clock

FILTERS = ({}, {"kind": "accept"}, {"kind": "solve"}, {"state": "filed"}, {"mine": True}, {"kind": "no such kind"})


@pytest.fixture
def full(street):
    """Cases of a fortnight; one clock stands still, some are taken."""
    for number, days in enumerate((0, 6, 8, 11, 13, 14, 14)):
        with clock.at(MONDAY + timedelta(days=days, minutes=number)):
            case = street.report(text=f"第 {number} 盏楼道灯不亮")
            holder = next((key for key in street.people if street.body_of(key).pk == case.holder_id), None)
            if holder and number % 2:
                cases.move_case(actor=street.actor(holder), case_id=case.pk, move="accept")
                if number == 5:
                    cases.pause_clock(actor=street.actor(holder), case_id=case.pk, reason=next(iter(PAUSE_REASONS)))
    with clock.at(MONDAY + timedelta(days=14, hours=1)):
        yield street


@pytest.mark.parametrize("by", FILTERS)
def test_heaps_filters_and_counts_are_those_of_the_query(full, by):
    seen = 0
    asked = {"kind": "", "state": "", "mine": False, **by}
    for key in full.people:
        actor = full.actor(key)
        found = work.duties_of(actor, **asked)
        assert work.counts(actor, **asked) == duties.counts(found)
        for bucket in ("", *BUCKETS):
            heap = duties.in_bucket(found, bucket) if bucket else found
            assert work.page(actor, bucket, "", **asked) == work.tasks(heap)
            seen += len(heap)
    assert seen or by.get("mine") or by.get("kind") == "solve"


def test_the_next_page_follows_the_first(full, monkeypatch):
    key = max(full.people, key=lambda k: work.duties_of(full.actor(k)).count())
    actor, asked = full.actor(key), {"kind": "", "state": "", "mine": False}
    every = [task.case.pk for task in work.page(actor, "", "", **asked).rows]
    assert len(every) > 3
    monkeypatch.setattr(duties, "PAGE", 2)
    monkeypatch.setattr(work, "_FIRST", {"": work.Kept(lambda **by: work._first("", **by))})
    first = work.page(actor, "", "", **asked)
    assert [t.case.pk for t in first.rows] == every[:2] and first.after
    second = work.tasks(work.duties_of(actor), after=first.after, size=2)
    assert [t.case.pk for t in second.rows] == every[2:4]
    assert work.page(actor, "", "nonsense", **asked) == first
