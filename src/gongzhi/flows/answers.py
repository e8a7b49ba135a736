"""Triage → cases: advice beside an answer being written; answers that went out are known again by their shape."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from gongzhi.cases.events import CaseMoved
from gongzhi.cases.selectors.advisers import Look, Remark, looks_by
from gongzhi.cases.selectors.told import answer_given
from gongzhi.kernel import clock
from gongzhi.record.selectors import FactView
from gongzhi.record.services import reacts_to
from gongzhi.rulebook import selectors as rulebook
from gongzhi.triage import services as triage
from gongzhi.triage.rules.answers import Advice, check, fingerprint
from gongzhi.triage.selectors import times_used
from gongzhi.triage.words import ADVICE

# What an answer has when the remark is not made, in the order of the page.
GOOD = {
    "what": lambda: _("写了做了什么"),
    "who": lambda: _("写了是谁"),
    "when": lambda: _("写了什么时候"),
    "next": lambda: _("写了接下来怎样"),
    "question": lambda: _("说到了他问的事"),
    "jargon": lambda: _("没有听不懂的词"),
}


@looks_by
def look(case: Any, text: str) -> Look:
    """What the answer has, and what to look at again, each with the sentence that it is about."""
    often = rulebook.number("answer.template_times", clock.today().date())
    seen = times_used(case.street_id, fingerprint(text))
    found = check(case.text, text, seen=seen, kind=case.intake, often=often)
    codes = {one.code for one in found}
    whole = not codes & {"empty", "cannot_tell"}
    good = tuple(said() for code, said in GOOD.items() if code not in codes) if whole else ()
    return Look(good, tuple(_remark(one, text) for one in found))


def _remark(one: Advice, text: str) -> Remark:
    words = str(ADVICE[one.code]) % {"number": one.number, "found": " · ".join(one.found)}
    begin, end = one.sentence or (0, 0)
    return Remark(words, text[begin:end])


@reacts_to(CaseMoved)
def when_answered(event: CaseMoved, fact: FactView) -> None:
    """An answer went out: one more of its shape."""
    if event.move == "answer" and event.street_id:
        said = answer_given(event.case_id, fact.id)
        if said:
            triage.note_answer(street_id=event.street_id, shape=fingerprint(said))
