"""Type in a sheet of paper for somebody: the same record, with the helper named and no other name asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.opinions.events import SheetEntered
from gongzhi.opinions.models import Sheet, Statement
from gongzhi.opinions.services.engine import lock_talk, ref, require_open
from gongzhi.opinions.services.saying import say, vote
from gongzhi.organisations import selectors as organisations
from gongzhi.people import services as people
from gongzhi.record.services import append

CODE = 20


def enter_sheet(
    *, actor: Actor, conversation_id: int, code: str, answers: Mapping[int, int], said: Sequence[str] = ()
) -> Sheet:
    """Type in what somebody marked on a sheet: statement → value, and sentences written by hand below.

    `code` is the number on the sheet, taken once. Refused: "denied", "closed", "missing" (code, or nothing marked),
    "entered" (this sheet was typed in already), "unknown" (a statement of another conversation).
    """
    sign = "".join(str(code).split()).upper()[:CODE]
    if not sign:
        raise Refused(_("请写上这张纸的编号。"), code="missing", field="code")
    if not answers and not said:
        raise Refused(_("这张纸上还没有一句表了态。"), code="missing", field="answers")
    with transaction.atomic():
        # In the order in which everybody votes: statements before the conversation.
        ours = Statement.objects.select_for_update().filter(conversation_id=conversation_id, pk__in=list(answers))
        locked = {one.pk for one in ours.order_by("pk")}
        talk = lock_talk(conversation_id)
        actor = organisations.fresh(actor)
        seat = require(actor, "opinion.enter", talk).seat
        require_open(talk)
        if locked != set(answers):
            raise Refused(_("有一句不在这场说事里，请重新打开录入的页面。"), code="unknown", field="answers")
        if Sheet.objects.filter(conversation=talk, code=sign).exists():
            raise Refused(_("这个编号的纸已经录过，没有再记。"), code="entered", field="code")
        made = Sheet.objects.create(
            conversation=talk, code=sign, person_id=people.reporter().pk, helper_id=int(actor.person_id or 0),
            body_id=seat.body_id if seat else None, at=clock.now(),
        )  # fmt: skip
        for statement_id, value in sorted(answers.items()):
            vote(person_id=made.person_id, statement_id=statement_id, value=value, helper=actor)
        for text in said:
            say(person_id=made.person_id, conversation_id=talk.pk, text=text, helper=actor)
        fact = SheetEntered(talk.pk, made.pk, len(answers))
        append(fact, actor=actor, about=ref(talk), seat=seat)
    return made
