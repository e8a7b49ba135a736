"""Deliberation → projects: what was decided becomes a project that answers a need, with evidence (rows C03, C04)."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.deliberation import selectors as deliberation
from gongzhi.deliberation.permits.topics import HIDDEN
from gongzhi.flows.need_from_matter import TOPIC, list_need
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.meetings import selectors as meetings
from gongzhi.places import selectors as places
from gongzhi.projects.selectors import needs
from gongzhi.projects.selectors.projects import of_need
from gongzhi.projects.services import add_evidence, checks_evidence, move, propose

PERMIT = "topic.lead"
STANDS = ("decided", "carried_out", "reviewed")


def projects_of(topic_id: int) -> list[Any]:
    """The projects that answer the need of this topic."""
    found = needs.by_source(Ref(TOPIC, topic_id))
    return of_need(found.pk) if found else []


def decided(actor: Actor, topic_id: int) -> tuple[Any, Any]:
    """The topic whose decision may become a project, and the decision. Refused: "unknown", "denied", "not_decided"."""
    topic = deliberation.topic(topic_id)
    if topic is None:
        raise Refused(_("没有这个议题，请回到列表再选。"), code="unknown")
    require(actor, PERMIT, topic)
    decision = deliberation.decision_of(topic_id)
    if decision is None or decision.outcome != "adopted":
        raise Refused(_("先有同意的决定，再立项目。"), code="not_decided")
    return topic, decision


def project_of_decision(
    *, actor: Actor, topic_id: int, title: str, kind: str, purpose: str, want: str, estimate_fen: int
) -> Any:
    """Propose the project of a decision and send it on to be fixed, once people stand behind it.

    `want` is the need's purpose, `purpose` the fund's.
    The need is the topic's own, with everybody who asked; evidence: the topic, its meeting, its vote. All or nothing.
    Refused: as `decided`, "already", and what listing a need, proposing and evidence refuse.
    """
    topic, decision = decided(actor, topic_id)
    if projects_of(topic_id):
        raise Refused(_("这个决定已经立了项目。"), code="already")
    source = Ref(TOPIC, topic_id)
    with transaction.atomic():
        need = needs.by_source(source) or list_need(actor=actor, source=source, title=title, purpose=want)
        made = propose(
            actor=actor, place_id=topic.place_id, body_id=decision.body_id or topic.lead_id, kind=kind, title=title,
            text=topic.title, purpose=purpose, estimate_fen=estimate_fen, needs=[need.pk], about=source,
        )  # fmt: skip
        given: dict[str, Any] = {"actor": actor, "project_id": made.pk}
        vote, met = decision.vote_id, _held(source)
        add_evidence(**given, kind="topic", about=source)
        add_evidence(**given, kind="discussion", about=Ref("meetings.meeting", met) if met else source)
        add_evidence(**given, kind="decision", about=Ref("voting.vote", vote) if vote else source)
        # Where nobody is known to want it yet, it waits on the need list for people to join.
        return move(**given, move="deliberate") if need.people else made


def _held(source: Ref) -> int | None:
    """The topic's last meeting whose minutes everybody can read."""
    found = [one for one in meetings.of(source) if one.state == "published"]
    return max((one.pk for one in found), default=None)


@checks_evidence(TOPIC)
def topic_stands(about: Ref, project: Any, kind: str) -> str | None:
    """A topic stands once it is one; it decides when it was adopted and published, for a place that has the project."""
    topic = deliberation.topic(about.id)
    if topic is None or topic.state in HIDDEN:
        return _("没有这个议题，或者还没有列上。")
    if not places.nested(topic.place.path, project.place.path):
        return _("这个议题是别处的。")
    decision = deliberation.decision_of(topic.pk)
    adopted = decision is not None and decision.outcome == "adopted" and topic.state in STANDS
    return None if kind != "decision" or adopted else _("这个议题还没有同意的决定。")
