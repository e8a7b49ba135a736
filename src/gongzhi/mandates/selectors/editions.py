"""Editions of the list as they are stored, and how two of them differ."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.limit import Limit
from gongzhi.kernel.permit import require
from gongzhi.mandates.models import Cell, Edition, MatterType
from gongzhi.mandates.rules.diff import Diff, diff
from gongzhi.mandates.rules.shape import Line, Matter
from gongzhi.mandates.rules.sheet import parts
from gongzhi.mandates.selectors.platforms import defaults
from gongzhi.mandates.words import LADDER


def editions() -> QuerySet[Edition]:
    """The published editions, newest first; public."""
    return Edition.objects.exclude(state="draft").order_by("-valid_from")


def edition(version: int) -> Edition:
    """A published edition by its version; Refused("unknown_list")."""
    found = editions().filter(version=version).first()
    if found is None:
        raise Refused(_("没有这一版责任清单。"), code="unknown_list")
    return found


def drafts(actor: Actor) -> QuerySet[Edition]:
    """The drafts, newest first; Refused("denied") for those who may not upload one."""
    require(actor, "mandates.import", None)
    return Edition.objects.filter(state="draft").order_by("-version")


def draft(actor: Actor, list_id: int) -> Edition:
    """One draft; Refused("unknown_list") when it was published or dropped meanwhile."""
    found = drafts(actor).filter(pk=list_id).first()
    if found is None:
        raise Refused(_("这份草稿已经发布或删除。"), code="unknown_list")
    return found


def matters_of(edition_id: int) -> tuple[Matter, ...]:
    """The content of an edition, in its order; two queries."""
    cells: dict[int, dict[str, Cell]] = defaultdict(dict)
    for cell in Cell.objects.filter(matter__edition_id=edition_id):
        cells[cell.matter_id][cell.rung] = cell
    rows = MatterType.objects.filter(edition_id=edition_id).order_by("number")
    return tuple(_matter(row, cells[row.pk]) for row in rows)


def _matter(row: MatterType, cells: dict[str, Cell]) -> Matter:
    lines = {rung: _line(row, cells[rung]) for rung in LADDER if rung in cells}
    return Matter(
        row.code, row.number, row.group, row.name, parts(row.words), row.kind, row.tier, row.start, row.urgent,
        row.name_en, row.group_en, row.counts, row.platform or defaults().get(row.group, ""), lines,
    )  # fmt: skip


def _line(row: MatterType, cell: Cell) -> Line:
    return Line(
        row.code, row.number, cell.rung, cell.lead, parts(cell.assisting), parts(cell.informed), cell.ground,
        Limit(cell.limit_amount, cell.limit_unit), cell.evidence,
    )  # fmt: skip


def differences(before: Edition | None, after: Edition) -> Diff:
    """What changed between two editions; everything is new where there was none before."""
    return diff(matters_of(before.pk) if before else (), matters_of(after.pk))
