"""Take the decision: by the lawful body, by its rule, on a certified vote or a meeting that may decide (row B09)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from gongzhi.deliberation import words
from gongzhi.deliberation.events import DecisionTaken
from gongzhi.deliberation.models import Decision, Topic
from gongzhi.deliberation.rules.readiness import missing
from gongzhi.deliberation.rules.tables import DecisionKind
from gongzhi.deliberation.selectors import decided as table
from gongzhi.deliberation.selectors.basis import Basis, basis_of
from gongzhi.deliberation.selectors.standing import standing
from gongzhi.deliberation.services.sessions import catch_up
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.reference import Ref
from gongzhi.meetings import selectors as meetings
from gongzhi.organisations import selectors as organisations
from gongzhi.record.services import append, link

# Which kind of body stands for the decider where it is one that the register knows.
BODIES = {
    "council": ("residents_committee", "street_office"),
    "joint_conference": ("residents_committee", "street_office"),
    "home_committee": ("residents_committee",),
    "households": ("building_team", "residents_committee"),
    "residents_assembly": ("residents_committee",),
    "representatives": ("residents_committee",),
    "voters": ("residents_committee",),
    "residents": ("residents_committee", "street_office"),
    "owners_assembly": ("owners_committee", "residents_committee"),
    "building_owners": ("owners_committee", "residents_committee"),
}


def require_ready(topic: Topic, basis: Basis) -> None:
    """Refused with the code of the first thing that is missing before the decision, all of them in its words."""
    lacking = missing(standing(topic, basis), "conclude")
    if lacking:
        said = _("还差：%(what)s") % {"what": _("；").join(str(words.MISSING[code]) for code in lacking)}
        raise Refused(said, code=lacking[0])


def take_decision(topic: Topic, given: dict[str, Any], actor: Actor, seat: Seat | None) -> Decision:
    """Write the decision of a locked topic with its fact; inside the caller's transaction.

    Refused: "investigation", "minority", "vote", "vote_running", "wrong_rule", "meeting", "forum_only" and "outcome"
    (it says something else than the vote did).
    """
    catch_up(topic)
    basis, outcome = basis_of(topic), str(given["outcome"])
    require_ready(topic, basis)
    kind = table.kind(topic.kind)
    if kind is None or outcome not in words.OUTCOMES:
        raise Refused(_("请选一个结果。"), code="outcome", field="outcome")
    _check_outcome(kind, basis, outcome)
    meeting = topic.sessions.exclude(orders__in=("residents_forum", "hearing")).order_by("-held_at").first()
    if meeting is not None and not kind.votes:
        _check_hands(topic, meeting.meeting_id, outcome)
    decision = Decision.objects.create(
        topic=topic, outcome=outcome, decider=kind.decider, rule=kind.rule, effect=kind.effect, ground=kind.ground,
        body_id=_body(kind, topic), vote_id=basis.vote_id if kind.votes else None,
        meeting_id=meeting.meeting_id if meeting else None, consensus=not kind.votes and outcome == "adopted",
        at=clock.now(),
    )  # fmt: skip
    if decision.vote_id:
        link(Ref("voting.vote", decision.vote_id), topic.ref, "decided")
    fact = DecisionTaken(topic.pk, outcome, decision.body_id, decision.vote_id, decision.meeting_id, kind.effect)
    append(fact, actor=actor, about=topic.ref, seat=seat)
    return decision


def _check_outcome(kind: DecisionKind, basis: Basis, outcome: str) -> None:
    if kind.votes and outcome != basis.outcome:
        raise Refused(_("决定要和核定的投票结果一样。"), code="outcome", field="outcome")
    if kind.decider == "department" and outcome not in ("handed_on", "no_decision"):
        said = _("这件事由有权的单位决定，大家的意见转给它。依据：%(ground)s")
        raise Refused(said % {"ground": kind.ground}, code="outcome", field="outcome")


def _check_hands(topic: Topic, meeting_id: int, outcome: str) -> None:
    """Where a meeting raised hands about the topic, the decision says what they said."""
    items = [item for item in meetings.agenda(meeting_id) if item.about == topic.ref]
    states = [motion.state for item in items for motion in meetings.motions(item.pk) if not motion.amends_id]
    raised = "adopted" if "passed" in states else "rejected" if "rejected" in states else ""
    if raised and {raised, outcome} == {"adopted", "rejected"}:
        raise Refused(_("会上举手的结果不是这样。决定要和会议记录一样。"), code="outcome", field="outcome")


def _body(kind: DecisionKind, topic: Topic) -> int | None:
    kinds = BODIES.get(kind.decider, ())
    there = organisations.bodies_for(kinds, topic.place)
    return next((there[one].pk for one in kinds if one in there), topic.lead_id)
