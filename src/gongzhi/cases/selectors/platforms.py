"""The four platforms of a case (row E08): which ones it needs, and the one body that commands it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from gongzhi.cases.models import Call, Case
from gongzhi.cases.selectors.lists import cases_for
from gongzhi.kernel.actor import Actor
from gongzhi.mandates import selectors as mandates
from gongzhi.mandates.words import PLATFORMS, platform_of_body

GONE = ("declined", "recalled")  # a department that was called and has no part in it


@dataclass(frozen=True)
class Command:
    """A case with its one lead and the platforms that it needs, the matter's own first."""

    case: Case
    lead: Any
    platforms: tuple[str, ...]

    @property
    def crosses(self) -> bool:
        """Whether more than one platform has a part in it."""
        return len(self.platforms) > 1


def command(case: Case) -> Command:
    """Who commands a case, and over which platforms; a part answers to the lead of its whole."""
    whole = case if case.part_of_id is None else Case.objects.get(pk=case.part_of_id)
    return commands([whole.pk])[0]


def commands(case_ids: Iterable[int]) -> list[Command]:
    """Whole cases with their leads and platforms: of the matter, of its parts, of who was called and who assists.

    The lead is the holder: the table gives a case exactly one. Three queries.
    """
    ids = list(case_ids)
    wholes = Case.objects.filter(pk__in=ids, part_of=None).select_related("holder", "place").order_by("-pk")
    needed: dict[int, set[str]] = defaultdict(set)
    for pk, matter in Case.objects.filter(part_of__in=ids).values_list("part_of", "matter"):
        needed[pk or 0].add(_of_matter(matter))
    for pk, kind in Call.objects.filter(case__in=ids).exclude(state__in=GONE).values_list("case", "body__kind"):
        needed[pk].add(platform_of_body(kind))
    return [_command(case, needed[case.pk]) for case in wholes]


def _command(case: Case, others: set[str]) -> Command:
    own = _of_matter(case.matter)
    line = mandates.line(case.matter, case.level) if case.matter else None
    others |= {platform_of_body(kind) for kind in (line.assisting if line else ())}
    order = [own, *(p for p in PLATFORMS if p in others and p != own)]
    return Command(case, case.holder, tuple(p for p in order if p))


def _of_matter(code: str) -> str:
    found = mandates.matter(code) if code else None
    return found.platform if found else ""


def crossing(actor: Actor, *, most: int = 20, **area: int) -> list[Command]:
    """Open cases of a street or community (`street_id`, `community_id`) for which bodies of another platform were
    whistled or parts were given out, newest first; those that the actor may see."""
    called = Call.objects.filter(case=OuterRef("pk")).exclude(state__in=GONE)
    parts = Case.objects.filter(part_of=OuterRef("pk"))
    rows = cases_for(actor).filter(is_open=True, part_of=None, **area).filter(Q(Exists(called)) | Q(Exists(parts)))
    ids = list(rows.order_by("-pk").values_list("pk", flat=True).distinct()[: most * 3])
    return [one for one in commands(ids) if one.crosses][:most]
