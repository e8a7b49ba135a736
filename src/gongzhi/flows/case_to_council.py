"""Cases ↔ deliberation: what one body cannot solve forks to a council or to departments, and joins back (row E11)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from gongzhi.cases import selectors as cases
from gongzhi.cases.selectors.advisers import Belonging, belongs_by, holds_by
from gongzhi.cases.selectors.told import LABEL
from gongzhi.deliberation import selectors as deliberation
from gongzhi.deliberation import services
from gongzhi.deliberation.events import TopicMoved
from gongzhi.deliberation.selectors.topics import words_of
from gongzhi.deliberation.words import OUTCOMES
from gongzhi.kernel.actor import Actor, system
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may, require
from gongzhi.kernel.reference import Ref
from gongzhi.organisations import selectors as organisations
from gongzhi.places import selectors as places
from gongzhi.record.selectors import FactView
from gongzhi.record.services import reacts_to

PERMIT = "case.answer"
FLOW = system("flows.case_to_council")
OVER = ("decided", "dropped")


def about(case_id: int) -> Ref:
    """How the record names the case."""
    return Ref(LABEL, case_id)


def send(*, actor: Actor, case_id: int, title: str = "", text: str = "", body_ids: Sequence[int] = ()) -> None:
    """Open a road to a council (with a title and words) and one to each department; the case stays with its holder.

    Refused: "unknown", "denied" (who may answer may fork), "nowhere", "answered", and what raising a topic asks.
    """
    case = cases.case(actor, case_id)
    require(actor, PERMIT, case)
    _no_strangers(case, body_ids)
    with transaction.atomic():
        topic = _topic(actor, case, title, text) if title.strip() or text.strip() else None
        services.fork(actor=actor, source=about(case_id), topic_id=topic.pk if topic else None, body_ids=body_ids)


def area_of(case: Any) -> Any:
    """The community where a case is, or its street."""
    return places.get(case.community_id or case.street_id)


def _topic(actor: Actor, case: Any, title: str, text: str) -> Any:
    area = area_of(case)
    tier = "street" if area.level == "street" else "community"
    return services.raise_topic(
        actor=actor, place_id=area.pk, tier=tier, title=title, text=text, source=about(case.pk), matter=case.matter
    )


def _no_strangers(case: Any, body_ids: Sequence[int]) -> None:
    found = organisations.bodies(body_ids)
    if len(found) != len(set(body_ids)) or case.holder_id in body_ids:
        raise Refused(_("请从名单里选别的部门。"), code="nowhere", field="bodies")


def come_back(*, actor: Actor, case_id: int, branch_id: int, answer: str) -> None:
    """A department says what it found. Refused: "unknown", "denied" (only a seat in that body), "joined"."""
    found = deliberation.fork_of(about(case_id))
    branch = next((b for b in found.branches if b.pk == branch_id), None) if found else None
    if branch is None or branch.body_id is None:
        raise Refused(_("没有这一路。"), code="unknown")
    if organisations.fresh(actor).seat_in(branch.body_id) is None:
        raise Refused(_("由被请的部门自己来答。"), code="denied")
    services.join_branch(actor=actor, branch_id=branch_id, answer=answer)


@reacts_to(TopicMoved)
def when_topic_is_over(event: TopicMoved, fact: FactView) -> None:
    """The council decided, or let the topic go: its road comes back with what it said."""
    if event.state not in OVER:
        return
    branch = deliberation.branch_of_topic(event.topic_id)
    if branch is None:
        return
    decision = deliberation.decision_of(event.topic_id)
    said = _("议事的结果：%(what)s。") % {"what": OUTCOMES[decision.outcome]} if decision else _("议事没有往下走。")
    words = "".join(word.text for word in words_of(event.topic_id) if word.kind == "text")
    services.join_branch(actor=FLOW, branch_id=branch.pk, answer=f"{said}{words}")


@holds_by
def waiting(case: Any) -> str:
    """The one reply waits until every road is back."""
    found = deliberation.fork_of(about(case.pk))
    if found is None or not found.waiting:
        return ""
    names = _("、").join(_name(branch) for branch in found.waiting)
    return _("还在等：%(who)s。都有了结果，再给最后的答复。") % {"who": names}


@belongs_by
def roads(case: Any, reader: Actor | None) -> list[Belonging]:
    """For those who may answer: the roads that are out, or the way to open one."""
    if reader is None:
        return []
    found = deliberation.fork_of(about(case.pk))
    address = reverse("case_council", args=[case.pk])
    if found is not None:
        back = len(found.branches) - len(found.waiting)
        said = _("分头去问了 %(n)d 路，回来 %(back)d 路") % {"n": len(found.branches), "back": back}
        return [Belonging(said, address)]
    if may(reader, PERMIT, case):
        return [Belonging(_("一家办不了？请议事会商量，或请别的部门看"), address)]
    return []


def _name(branch: Any) -> str:
    return str(branch.body.name) if branch.body_id else _("议事会《%(title)s》") % {"title": branch.topic.title}
