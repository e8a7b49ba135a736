"""Read a sheet into a draft, publish a draft with a date, drop a draft, write a list as a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.mandates import selectors, words
from gongzhi.mandates.events import DraftDropped, ListImported, ListPublished
from gongzhi.mandates.models import Cell, Edition, MatterType
from gongzhi.mandates.rules.shape import JOIN, Matter, Row, digest, rows_of
from gongzhi.mandates.rules.sheet import Refusal, Words, read
from gongzhi.mandates.services.files import read_sheet, write_sheet
from gongzhi.organisations.words import BODY_KINDS
from gongzhi.record.services import append

SHEET_WORDS = Words(
    words.LADDER, frozenset(BODY_KINDS), frozenset(words.KINDS), frozenset(words.TIERS), tuple(words.UNITS),
    tuple(words.PLATFORMS), selectors.platform_defaults(),
)  # fmt: skip
SOURCE_LENGTH, UNCLASSED_SHOWN = 120, 10


@dataclass(frozen=True)
class Draft:
    """What came of a sheet: the draft (None when anything was refused), the refusals, the rows that were in order."""

    edition: Edition | None
    refusals: tuple[Refusal, ...]
    accepted: tuple[int, ...]


def import_list(*, actor: Actor, content: bytes, name: str) -> Draft:
    """Read an uploaded CSV or XLSX file into a draft. One refused row, and nothing is written.

    Refused: "denied", and the codes of kernel.sheets for a file that is no sheet (broken, locked, too large, other).
    """
    answer = require(actor, "mandates.import", None)
    found = read_sheet(content)
    outcome = read(found.rows, SHEET_WORDS, found.numbers)
    if outcome.refusals or found.misfits:
        return Draft(None, (*found.misfits, *outcome.refusals), outcome.accepted)
    with transaction.atomic():
        edition = _write(outcome.matters, actor, name)
        event = ListImported(edition.pk, edition.version, len(outcome.matters), edition.digest)
        append(event, actor=actor, about=edition, seat=answer.seat)
    return Draft(edition, (), outcome.accepted)


def _write(matters: Sequence[Matter], actor: Actor, source: str) -> Edition:
    _locked()
    last = Edition.objects.aggregate(last=Max("version"))["last"] or 0
    edition = Edition(
        version=last + 1, source=source[:SOURCE_LENGTH], digest=digest(matters),
        made_at=clock.now(), made_by_id=actor.person_id,
    )  # fmt: skip
    try:
        edition.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("别人同时上传了一版，请再上传一次。"), code="busy") from error
    rows = MatterType.objects.bulk_create([_matter_row(edition, m) for m in matters])
    cells = [_cell_row(row, m, rung) for row, m in zip(rows, matters, strict=True) for rung in m.lines]
    Cell.objects.bulk_create(cells, batch_size=500)
    return edition


def _locked() -> list[Edition]:
    """Every edition that has no successor, under a lock: lists are numbered and published one at a time."""
    return list(Edition.objects.select_for_update().filter(state="published"))


def _matter_row(edition: Edition, m: Matter) -> MatterType:
    return MatterType(
        edition=edition, code=m.code, number=m.number, group=m.group, group_en=m.group_en, name=m.name,
        name_en=m.name_en, words=JOIN.join(m.words), kind=m.kind, tier=m.tier, start=m.start, urgent=m.urgent,
        counts=m.counts, platform=m.platform,
    )  # fmt: skip


def _cell_row(row: MatterType, m: Matter, rung: str) -> Cell:
    line = m.lines[rung]
    return Cell(
        matter=row, rung=rung, lead=line.lead, assisting=JOIN.join(line.assisting), informed=JOIN.join(line.informed),
        ground=line.ground, limit_amount=line.limit.amount, limit_unit=line.limit.unit, evidence=line.evidence,
    )  # fmt: skip


def publish(*, actor: Actor, list_id: int, on: date) -> Edition:
    """Put a draft in force from a day on; the edition before it ends with that day, without gap or overlap.

    Refused: "denied", "unknown_list" (no such draft any more), "past" (the day lies before today), "order" (an edition
    is already published for that day or a later one), "same" (nothing differs from the edition before), "unclassed" (a
    matter type belongs to none of the four platforms).
    """
    answer = require(actor, "mandates.publish", None)
    with transaction.atomic():
        before = next(iter(_locked()), None)
        edition = Edition.objects.select_for_update().filter(pk=list_id, state="draft").first()
        _check_publishing(edition, before, on)
        assert edition is not None
        if before is not None:
            before.state, before.valid_to = "superseded", on
            before.save(update_fields=["state", "valid_to"])
        edition.state, edition.valid_from = "published", on
        _save_in_force(edition)
        event = ListPublished(
            edition.pk, edition.version, on.isoformat(), before.version if before else None, edition.digest
        )
        append(event, actor=actor, about=edition, seat=answer.seat)
        selectors.forget(settled=False)
        transaction.on_commit(selectors.forget)
    return edition


def _save_in_force(edition: Edition) -> None:
    """The first list of all has no predecessor to lock, so there the table decides between two who publish at once."""
    try:
        edition.save(update_fields=["state", "valid_from"])
    except IntegrityError as error:
        raise Refused(_("别人刚发布了一版，请看过再发布。"), code="order") from error


def _check_publishing(edition: Edition | None, before: Edition | None, on: date) -> None:
    if edition is None:
        raise Refused(_("这份草稿已经发布或删除。"), code="unknown_list")
    if on < clock.today().date():
        raise Refused(_("生效日不能早于今天。"), code="past", field="on")
    if unclassed := [m.code for m in selectors.matters_of(edition.pk) if not m.platform]:
        said = _("、").join(unclassed[:UNCLASSED_SHOWN])
        raise Refused(_("这些事项还没分到四平台：%(codes)s。") % {"codes": said}, code="unclassed")
    if before is None:
        return
    if before.valid_from is not None and on <= before.valid_from:
        raise Refused(_("已有一版在这一天或之后生效，请选更晚的日子。"), code="order", field="on")
    if before.digest == edition.digest:
        raise Refused(_("这一版和现行清单完全一样，不用发布。"), code="same")


def drop_draft(*, actor: Actor, list_id: int) -> None:
    """Throw a draft away. Refused("unknown_list") for anything that was published: what was in force stays."""
    answer = require(actor, "mandates.import", None)
    with transaction.atomic():
        edition = Edition.objects.select_for_update().filter(pk=list_id, state="draft").first()
        if edition is None:
            raise Refused(_("这份草稿已经发布或删除。"), code="unknown_list")
        append(DraftDropped(edition.pk, edition.version), actor=actor, about=edition, seat=answer.seat)
        edition.delete()


def export_list(edition: Edition, form: str) -> bytes:
    """The edition as a sheet, "csv" or "xlsx"; read again it gives the same list, letter for letter."""
    rows: list[Row] = rows_of(selectors.matters_of(edition.pk))
    return write_sheet(rows, form)
