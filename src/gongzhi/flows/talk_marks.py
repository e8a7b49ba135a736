"""Triage → opinions: what of a statement, a question or a group's post could tell who or where somebody is."""

from __future__ import annotations

from gongzhi.flows.covering import LABELS
from gongzhi.kernel.marks import Mark
from gongzhi.opinions.selectors.advisers import marks_by
from gongzhi.triage.rules import marks as rules
from gongzhi.triage.rules.covering import UNSURE


@marks_by
def marks(text: str) -> list[Mark]:
    """Every mark of the text, in its order."""
    return [
        Mark(m.start, m.end, str(LABELS[m.kind]), rules.TOKENS[m.kind], m.kind not in UNSURE) for m in rules.marks(text)
    ]
