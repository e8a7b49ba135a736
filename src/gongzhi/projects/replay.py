"""How projects are rebuilt from their facts, for `record replay`: state, what stands as evidence, dates that moved."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gongzhi.kernel.event import Event
from gongzhi.projects.events import projects as events
from gongzhi.projects.models import Evidence, Project, ProjectNeed
from gongzhi.record.selectors import FactView
from gongzhi.record.services import Replay, replays


@dataclass(frozen=True)
class Standing:
    """What the facts of a project say of it."""

    state: str
    needs: frozenset[int]
    evidence: frozenset[int] = frozenset()


def _fold(seen: Standing | None, event: Event, fact: FactView) -> Standing | None:
    if isinstance(event, events.ProjectProposed):
        return Standing("collected", frozenset(event.needs))
    if seen is None:
        return None
    if isinstance(event, events.ProjectMoved):
        return replace(seen, state=event.state)
    if isinstance(event, events.NeedAnswered):
        return replace(seen, needs=seen.needs | {event.need_id})
    if isinstance(event, events.EvidenceGiven):
        mine = frozenset({event.evidence_id})
        return replace(seen, evidence=seen.evidence | mine if event.given else seen.evidence - mine)
    return seen


def _current(ids: list[int]) -> dict[int, Standing]:
    needs: dict[int, set[int]] = {pk: set() for pk in ids}
    standing: dict[int, set[int]] = {pk: set() for pk in ids}
    for project_id, need_id in ProjectNeed.objects.filter(project_id__in=ids).values_list("project_id", "need_id"):
        needs[project_id].add(need_id)
    live = Evidence.objects.filter(project_id__in=ids, withdrawn_at=None)
    for project_id, pk in live.values_list("project_id", "pk"):
        standing[project_id].add(pk)
    rows = Project.objects.filter(pk__in=ids).values_list("pk", "state")
    return {pk: Standing(state, frozenset(needs[pk]), frozenset(standing[pk])) for pk, state in rows}


PROJECTS = replays(Replay("projects.project", _fold, _current))
