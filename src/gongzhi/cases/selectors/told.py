"""What was told, as a part of the system reads it to compare and sort; pages read cases through the permits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from gongzhi.cases.models import Case, Word

LABEL = "cases.case"


@dataclass(frozen=True)
class Told:
    """One report: its words, where it was, who told it when, what type it has by now, and whether it still runs."""

    case_id: int
    text: str
    where: str
    matter: str
    intake: str
    place_id: int
    path: str
    community_id: int | None
    street_id: int | None
    person_id: int
    said_at: datetime
    state: str
    version: int

    @property
    def title(self) -> str:
        """The first line: a heading where there was one."""
        return self.text.partition("\n")[0]

    @property
    def body(self) -> str:
        """What follows the first line."""
        return self.text.partition("\n")[2]


def told(case_ids: Iterable[int]) -> dict[int, Told]:
    """These reports in one query; unknown numbers are left out."""
    rows = Case.objects.filter(pk__in=list(case_ids)).select_related("place")
    return {
        c.pk: Told(
            c.pk, c.text, c.where, c.matter, c.intake, c.place_id, c.place.path, c.community_id, c.street_id,
            c.reporter_id, c.reported_at, c.state, c.version,
        )
        for c in rows
    }  # fmt: skip


def answer_given(case_id: int, fact_id: int) -> str:
    """The words of the answer that went out with this fact; empty when it had none."""
    rows = Word.objects.filter(case_id=case_id, fact_id=fact_id, kind="answer").order_by("id")
    return rows.values_list("text", flat=True).first() or ""


def people_behind(case_ids: Iterable[int]) -> set[int]:
    """Who reported these matters or said "me too": ids, to count people and to ask those who asked; never shown."""
    rows = Case.objects.filter(pk__in=list(case_ids)).values_list("reporter_id", "seconded__person_id")
    return {person for pair in rows for person in pair if person is not None}
