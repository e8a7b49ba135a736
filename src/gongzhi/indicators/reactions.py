"""The figures learn of cases from the record, after commit, once for each fact."""

from __future__ import annotations

from gongzhi.cases.events import CaseJudged, CaseMoved, CaseReported
from gongzhi.duties.events import DutyOverdue
from gongzhi.indicators.services import count_fact
from gongzhi.record.selectors import FactView
from gongzhi.record.services import reacts_to


@reacts_to(CaseReported, CaseMoved, CaseJudged, DutyOverdue)
def when_a_case_changes(event: CaseReported | CaseMoved | CaseJudged | DutyOverdue, fact: FactView) -> None:
    """Count what the fact adds."""
    count_fact(fact)
