"""Put down what stands for a step, and look whether it really does: a vote that decided, minutes that are published."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.reference import Ref
from gongzhi.meetings import selectors as meetings
from gongzhi.places import selectors as places
from gongzhi.projects.events.projects import EvidenceGiven
from gongzhi.projects.lifecycle import PROJECT
from gongzhi.projects.models import Evidence, Project
from gongzhi.projects.rules import kinds
from gongzhi.projects.services.project_acts import act_on, clean
from gongzhi.projects.words import projects as words
from gongzhi.record.selectors import facts_about
from gongzhi.record.services import link
from gongzhi.voting import selectors as votes

PAPER = 200
OPEN = tuple(state for state in PROJECT.states if PROJECT.is_open(state))
Check = Callable[[Ref, Project, str], str | None]
_checks: dict[str, Check] = {}


def checks_evidence(label: str) -> Callable[[Check], Check]:
    """Let a function say why a thing with this label does not stand for a kind of evidence, or None."""

    def declare(check: Check) -> Check:
        _checks[label] = check
        return check

    return declare


def add_evidence(*, actor: Actor, project_id: int, kind: str, about: Ref | None = None, paper: str = "") -> Evidence:
    """Put down a thing of the house, or a paper with its number, as evidence.

    Refused: "unknown_evidence", "evidence_form" (this kind wants another thing, or no paper), "not_evidence" (why it
    does not stand: a vote that is not published, a meeting without published minutes, another place).
    """
    admitted = kinds.table().evidence.get(kind)
    if admitted is None:
        raise Refused(_("请从清单里选是哪一种凭据。"), code="unknown_evidence", field="kind")
    if about is None and not admitted.paper:
        raise Refused(_("这一步要用系统里的投票或会议作凭据，纸面材料不够。"), code="evidence_form", field="about")
    with act_on(actor, project_id, "project.run", *OPEN) as act:
        line = clean(paper, PAPER, "paper") if about is None else " ".join(paper.split())[:PAPER]
        if about is not None:
            _stands(act.project, kind, about, admitted)
            link(about, act.project.ref, "decided" if kind == "decision" else "grounds")
        row = Evidence.objects.create(
            project=act.project, kind=kind, about_label=about.label if about else "",
            about_id=about.id if about else None, paper=line, by_id=act.actor.person_id, at=act.now,
        )  # fmt: skip
        act.record(EvidenceGiven(project_id, row.pk, kind, str(about or ""), True))
    return row


def withdraw_evidence(*, actor: Actor, evidence_id: int) -> Evidence:
    """Take evidence back; it stays on the page as taken back. Refused: "unknown", "late"."""
    found = Evidence.objects.filter(pk=evidence_id, withdrawn_at=None).first()
    if found is None:
        raise Refused(_("没有这份凭据，或者已经收回了。"), code="unknown")
    with act_on(actor, found.project_id, "project.run", "collected", "deliberated") as act:
        row = Evidence.objects.select_for_update().get(pk=evidence_id)
        row.withdrawn_at = act.now
        row.save(update_fields=["withdrawn_at"])
        act.record(EvidenceGiven(row.project_id, row.pk, row.kind, str(row.about or ""), False))
    return row


def _stands(project: Project, kind: str, about: Ref, admitted: kinds.Admitted) -> None:
    if about.label not in admitted.labels:
        said = _("这不能作“%(what)s”的凭据。") % {"what": words.EVIDENCE[kind]}
        raise Refused(said, code="evidence_form", field="about")
    check = _checks.get(about.label, _on_record)
    reason = check(about, project, kind)
    if reason:
        raise Refused(reason, code="not_evidence", field="about")


def _on_record(about: Ref, project: Project, kind: str) -> str | None:
    """What no check is known for must at least stand on the record."""
    return None if facts_about(about) else _("没有找到这件东西。")


def _carried(outcome: dict[str, Any]) -> bool:
    """A yes, or winners; "against" wins a question that was rejected."""
    return outcome["verdict"]["state"] in ("passed", "elected", "chosen") and bool(outcome["winners"])


@checks_evidence("voting.vote")
def vote_stands(about: Ref, project: Project, kind: str) -> str | None:
    """A vote decides when it is certified, of this place, and carried something."""
    vote = votes.vote(about.id)
    if vote is None:
        return _("没有这次投票。")
    if not places.nested(vote.place.path, project.place.path):
        return _("这次投票是别处的。")
    data = votes.certificate(vote.pk) if vote.state in ("certified", "published") else None
    if data is None:
        return _("这次投票还没有核定结果。")
    carried = any(_carried(item["outcome"]) for item in data["items"].values())
    return None if carried else _("这次投票没有通过什么。")


@checks_evidence("meetings.meeting")
def meeting_stands(about: Ref, project: Project, kind: str) -> str | None:
    """A meeting discusses when its minutes are published; it decides when it also made a resolution."""
    meeting = meetings.meeting(about.id)
    if meeting is None:
        return _("没有这次会议。")
    if not places.nested(meeting.place.path, project.place.path):
        return _("这次会议是别处的。")
    if kind != "topic" and meeting.state != "published":
        return _("这次会议的记录还没有公布。")
    if kind == "decision" and not meetings.resolutions_at(meeting.pk).exists():
        return _("这次会议没有作出决议。")
    return None


@checks_evidence("meetings.resolution")
def resolution_stands(about: Ref, project: Project, kind: str) -> str | None:
    """A resolution stands by the published minutes of its meeting."""
    resolution = meetings.resolution(about.id)
    if resolution is None or resolution.state == "dropped":
        return _("没有这条决议，或者已经撤下了。")
    return meeting_stands(Ref("meetings.meeting", resolution.meeting_id), project, kind)
