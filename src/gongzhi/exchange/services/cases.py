"""Rows of somebody else's list enter the closed loop, each as one case, by the same door as everybody's report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.cases.services import NewCase, report_case
from gongzhi.cases.words import INTAKE_KINDS
from gongzhi.exchange.events import RowImported
from gongzhi.exchange.models import Imported
from gongzhi.exchange.rules import rows as rules
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, system
from gongzhi.kernel.errors import Refused
from gongzhi.mandates import selectors as mandates
from gongzhi.places import selectors as places
from gongzhi.record.services import append

BY = system("exchange.import")
BATCH = 100
Row = tuple[int, dict[str, str]]
Refusing = Callable[[int, dict[str, str], str], None]


@dataclass
class Counts:
    """What became of the rows: new cases, rows that were here before, rows that were refused."""

    taken: int = 0
    again: int = 0
    refused: int = 0


@dataclass
class Intake:
    """How the rows of one list are to be taken: its name, the place and kind where a row says none."""

    source: str
    place_id: int | None = None
    kind: str = ""
    actor: Actor = BY
    _places: dict[str, int] = field(default_factory=dict)
    _matters: dict[str, str] = field(default_factory=dict)

    def place_of(self, said: str) -> int | None:
        """The place that a cell names by code or, inside the list's own place, by its exact name."""
        if not said:
            return self.place_id
        if said not in self._places:
            self._places[said] = _place_named(said, self.place_id)
        return self._places[said]

    def matter_of(self, said: str) -> str:
        """The matter type that a cell names by code, name or everyday word; "" when the desk must find it."""
        if not self._matters:
            for matter in mandates.matters():
                for word in (*matter.words, matter.name, matter.code):
                    self._matters[word.casefold()] = matter.code
        return self._matters.get(said.strip().casefold(), "") if said else ""


def import_cases(
    rows: Iterable[Row],
    intake: Intake,
    *,
    refuse: Refusing = lambda number, row, reason: None,
    progress: Callable[[Counts], None] = lambda counts: None,
) -> Counts:
    """Take in the rows; a row that is here already is passed over, one that cannot be taken goes to `refuse`.

    Rows go into the database a hundred at a time, each still an act and a fact of its own: a run that is killed has
    left whole cases only, and the next run takes the rest. Two runs of the same list at once take each row once.
    """
    if intake.kind and intake.kind not in INTAKE_KINDS:
        raise Refused(_("请选一种：咨询、求助、投诉、举报、建议。"), code="unknown_kind", field="kind")
    counts = Counts()
    for batch in _batches(rows):
        with transaction.atomic():
            known = _known(intake.source, batch)
            for number, row in batch:
                if rules.external_id(row, number) in known:
                    counts.again += 1
                else:
                    _one(number, row, intake, counts, refuse)
        progress(counts)
    return counts


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        yield batch


def _known(source: str, batch: list[Row]) -> set[str]:
    """Which of these rows are cases already; one query."""
    ids = [rules.external_id(row, number) for number, row in batch]
    found = Imported.objects.filter(source=source, external_id__in=ids)
    return set(found.values_list("external_id", flat=True))


def _one(number: int, row: dict[str, str], intake: Intake, counts: Counts, refuse: Refusing) -> None:
    try:
        with transaction.atomic():
            new = _taken(number, row, intake)
    except Refused as refusal:
        counts.refused += 1
        refuse(number, row, str(refusal))
        return
    except IntegrityError:  # another run wrote this very row a moment ago
        new = False
    counts.taken += new
    counts.again += not new


def _taken(number: int, row: dict[str, str], intake: Intake) -> bool:
    """Report the row; False when another run has it already."""
    own = rules.external_id(row, number)
    sent_at = _moment(row.get("sent_at", ""))
    receipt = report_case(actor=intake.actor, new=_new_case(row, intake, rules.key_of(intake.source, own)))
    if Imported.objects.filter(case=receipt.case).exists():
        return False
    made = Imported.objects.create(
        source=intake.source, external_id=own, case=receipt.case, sent_at=sent_at, imported_at=clock.now()
    )
    fact = RowImported(made.pk, receipt.case.pk, sent_at.isoformat() if sent_at else "")
    append(fact, actor=intake.actor, about=receipt.case)
    return True


def _new_case(row: dict[str, str], intake: Intake, key: str) -> NewCase:
    matter = intake.matter_of(row.get("matter", ""))
    return NewCase(
        text=rules.text_of(row),
        place_id=intake.place_of(row.get("place", "").strip()),
        intake=_kind(row.get("kind", "").strip(), intake.kind, matter),
        matter=matter,
        where=row.get("where", ""),
        channel="import",
        key=key,
        phone=row.get("phone", ""),
        name=row.get("name", ""),
    )


def _kind(said: str, usual: str, matter: str) -> str:
    """What the row says; else what the import was told; else what is usual for the matter; else a call for help."""
    if said:
        kind = rules.kind_of(said)
        if kind is None:
            message = _("没有“%(kind)s”这一类，请写咨询、求助、投诉、举报或建议。") % {"kind": said[:20]}
            raise Refused(message, code="unknown_kind", field="kind")
        return kind
    known = mandates.matter(matter) if matter else None
    return usual or (known.kind if known else "help")


def _moment(said: str) -> Any:
    moment = rules.moment_of(said) if said.strip() else None
    if said.strip() and moment is None:
        message = _("看不懂时间“%(time)s”，请写成 2026-01-31 09:30。") % {"time": said[:30]}
        raise Refused(message, code="bad_time", field="sent_at")
    return moment


def _place_named(said: str, inside: int | None) -> int:
    """By code, else by its exact name inside the list's place. Refused("unknown_place")."""
    found = places.by_codes([said]).get(said)
    if found is None and inside is not None:
        near = places.within(places.get(inside)).filter(name=said, level__in=("street", "community", "estate"))
        found = near.first() if near.count() == 1 else None
    if found is None:
        message = _("没有叫“%(place)s”的地点，请写地点代码。") % {"place": said[:30]}
        raise Refused(message, code="unknown_place", field="place")
    return int(found.pk)
