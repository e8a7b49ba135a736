"""How cases are rebuilt from their facts, for `record replay`."""

from __future__ import annotations

from gongzhi.cases.events import CaseHanded, CaseMoved, CaseReported
from gongzhi.cases.models import Case
from gongzhi.cases.rules import Standing, fold
from gongzhi.kernel.event import Event
from gongzhi.record.selectors import FactView
from gongzhi.record.services import Replay, replays


def _fold(seen: Standing | None, event: Event, fact: FactView) -> Standing | None:
    return fold(seen, event) if isinstance(event, CaseReported | CaseMoved | CaseHanded) else seen


def _current(ids: list[int]) -> dict[int, Standing]:
    rows = Case.objects.filter(pk__in=ids).values_list(
        "pk", "state", "level", "holder_id", "offered_to_id", "matter", "tier",
        "bounces", "reopened", "outcome", "branch", "primary_id", "is_open",
    )  # fmt: skip
    return {row[0]: Standing(*row[1:]) for row in rows}


CASES = replays(Replay("cases.case", _fold, _current))
