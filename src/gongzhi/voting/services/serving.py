"""Tell the electors: who was served, how and when, whether told the agenda and what silence would mean."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.voting import words
from gongzhi.voting.events import NoticeGiven
from gongzhi.voting.lifecycle import VOTE
from gongzhi.voting.models import Delivery, Elector, Vote
from gongzhi.voting.services.acts import act_on

BATCH = 500


def give_notice(
    *,
    actor: Actor,
    vote_id: int,
    electors: Iterable[int] | None,
    how: str,
    agenda_told: bool,
    effect_told: bool,
    at: datetime | None = None,
) -> int:
    """Note that these electors (by id; None: all of them) were served; returns how many more are now.

    The first service makes the vote noticed. Refused: "how", "future", "nobody", "stale".
    """
    if how not in words.SERVED:
        raise Refused(_("请选是怎么送到的。"), code="how", field="how")
    with act_on(actor, vote_id, "vote.run", "rolled", "noticed", "open") as act:
        when = at or act.now
        if when > act.now:
            raise Refused(_("送达的时间不能在以后。"), code="future", field="at")
        ids = _served_now(act.vote, electors, how)
        if act.vote.state == "rolled":
            act.vote.state = VOTE.move("notice", act.vote.state).target
            act.vote.noticed_at = when
        Delivery.objects.bulk_create(
            (
                Delivery(vote=act.vote, elector_id=pk, how=how, at=when, agenda_told=agenda_told,
                         effect_told=effect_told, by_id=actor.person_id)
                for pk in ids
            ),
            batch_size=BATCH,
        )  # fmt: skip
        act.record(NoticeGiven(act.vote.pk, len(ids), how, agenda_told, effect_told, act.vote.state))
    return len(ids)


def _served_now(vote: Vote, electors: Iterable[int] | None, how: str) -> list[int]:
    standing = Elector.objects.filter(vote=vote, struck_at=None).order_by("number")
    if electors is not None:
        wanted = set(electors)
        ids = [pk for pk in standing.values_list("pk", flat=True) if pk in wanted]
    else:
        ids = list(standing.values_list("pk", flat=True))
    if not ids:
        raise Refused(_("请选送到了哪几户。"), code="nobody", field="electors")
    before = set(Delivery.objects.filter(vote=vote, how=how).values_list("elector_id", flat=True))
    return [pk for pk in ids if pk not in before]
