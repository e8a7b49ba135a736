"""Write down what the checklist finds in a draft; also in a text adopted elsewhere (row J08)."""

from __future__ import annotations

from gongzhi.deliberation.models import Draft, Finding
from gongzhi.deliberation.rules.covenant_checks import look

LONGEST = 60


def check(draft: Draft) -> int:
    """The findings of a draft, each once; returns how many it has. Inside the caller's act."""
    found = [
        Finding(draft=draft, key=clause.key, check_code=hit.code, found=hit.found[:LONGEST], start=hit.start)
        for clause in draft.clauses.order_by("position")
        for hit in look(clause.text)
    ]
    Finding.objects.bulk_create(found, ignore_conflicts=True)
    return len(found)
