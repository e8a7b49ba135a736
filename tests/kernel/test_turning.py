"""Turning the pages of a list: what an address may ask for, and which ways lead on."""

from __future__ import annotations

import pytest

from gongzhi.kernel.turning import FARTHEST, begins, turns


@pytest.mark.parametrize(
    ("text", "start"),
    [("50", 50), (None, 0), ("", 0), ("-1", 0), ("x", 0), ("９", 0), ("9" * 40, 0), (str(FARTHEST + 1), FARTHEST)],
)
def test_where_a_page_begins(text: object, start: int) -> None:
    assert begins(text) == start


def test_a_single_page_leads_nowhere() -> None:
    assert turns(0, 50, more=False) == {"older": "", "newer": ""}


def test_ways_lead_both_ways_and_keep_what_was_asked() -> None:
    assert turns(50, 50, more=True, kept="state=open&") == {
        "older": "?state=open&from=100",
        "newer": "?state=open&from=0",
    }
    assert turns(20, 50, more=False) == {"older": "", "newer": "?from=0"}
