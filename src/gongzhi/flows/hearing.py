"""Cases → triage: what is reported is heard, with who says the same; what is taken back speaks for nothing."""

from __future__ import annotations

from gongzhi.cases.events import CaseMoved, CaseReported, CaseSeconded
from gongzhi.cases.selectors.told import LABEL, Told, told
from gongzhi.kernel.reference import Ref
from gongzhi.record.selectors import FactView
from gongzhi.record.services import reacts_to
from gongzhi.triage import services as triage


def message_of(one: Told) -> triage.Message | None:
    """A report as triage hears it; None where it belongs to no street."""
    if one.street_id is None:
        return None
    return triage.Message(
        about=Ref(LABEL, one.case_id), title=one.title, body=one.body, place_id=one.place_id, path=one.path,
        street_id=one.street_id, community_id=one.community_id, person_id=one.person_id, said_at=one.said_at,
        matter=one.matter,
    )  # fmt: skip


@reacts_to(CaseReported)
def when_reported(event: CaseReported, fact: FactView) -> None:
    """A matter was raised; a part of a divided one is no new voice."""
    one = told([event.case_id]).get(event.case_id)
    message = message_of(one) if one and event.part_of is None else None
    if message is not None:
        triage.hear([message])


@reacts_to(CaseSeconded)
def when_seconded(event: CaseSeconded, fact: FactView) -> None:
    """One more person says so."""
    triage.echo(about=Ref(LABEL, event.case_id), person_id=event.person_id, joined=event.joined)


@reacts_to(CaseMoved)
def when_moved(event: CaseMoved, fact: FactView) -> None:
    """A type was given, or the matter was taken back."""
    about = Ref(LABEL, event.case_id)
    if event.state == "withdrawn":
        triage.unhear(about=about)
    elif event.move in ("sort", "reclassify"):
        triage.know_matter(about=about, matter=event.matter)
