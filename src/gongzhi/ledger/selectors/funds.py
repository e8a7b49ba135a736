"""Funds, their pots and their entries, as pages and affairs read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Min, Q, QuerySet, Sum

from gongzhi.ledger import words
from gongzhi.ledger.models import Day, Entry, Fund, Payment, Pot, Run, Split
from gongzhi.places import selectors as places


def fund(fund_id: int) -> Fund | None:
    """The fund with its body and area, or None."""
    return Fund.objects.select_related("body", "place").filter(pk=fund_id).first()


def pots(fund_id: int) -> list[Pot]:
    """The fund's pots, one a purpose, in the order they were opened."""
    return list(Pot.objects.filter(fund_id=fund_id).select_related("fund").order_by("pk"))


def pot(fund_id: int, purpose: str) -> Pot | None:
    """The fund's pot for this purpose, or None."""
    return Pot.objects.select_related("fund").filter(fund_id=fund_id, purpose=purpose).first()


def funds_at(place: Any) -> list[Fund]:
    """Funds whose area holds the place or lies inside it, the nearest first."""
    above = [one.pk for one in places.ancestors(place)]
    rows = Fund.objects.select_related("body", "place")
    found = rows.filter(Q(place_id=place.pk) | Q(place_id__in=above) | Q(place__in=places.within(place)))
    return sorted(found, key=lambda one: (one.place_id != place.pk, one.place_id in above, one.pk))


def funds_of(body_ids: Iterable[int]) -> list[Fund]:
    """The funds that these bodies keep."""
    return list(Fund.objects.select_related("body", "place").filter(body_id__in=list(body_ids)).order_by("pk"))


def all_funds() -> list[Fund]:
    """Every fund, by area and body."""
    return list(Fund.objects.select_related("body", "place").order_by("place__path", "body_id", "pk"))


def held(funds: Iterable[Fund]) -> dict[int, int]:
    """What each fund holds now."""
    ids = [one.pk for one in funds]
    return dict(Pot.objects.filter(fund_id__in=ids).order_by().values_list("fund_id").annotate(Sum("balance")))


def entries(fund_id: int, purpose: str = "") -> QuerySet[Entry]:
    """The fund's entries, oldest first, for whoever reads them all."""
    mine = Pot.objects.filter(fund_id=fund_id, **({"purpose": purpose} if purpose else {})).values_list("pk", flat=True)
    return Entry.objects.filter(pot_id__in=list(mine)).order_by("day", "id")


def entries_page(fund_id: int, purpose: str, before: tuple[date, int] | None, most: int) -> list[Entry]:
    """The newest entries (before that day and number), at most so many: each pot's own newest, put together.

    One short walk of an index a pot, however many entries there are.
    """
    found: list[Entry] = []
    for pot in Pot.objects.filter(fund_id=fund_id, **({"purpose": purpose} if purpose else {})):
        rows = Entry.objects.filter(pot=pot).order_by("-day", "-id")
        if before is not None:
            rows = rows.filter(Q(day__lt=before[0]) | Q(day=before[0], id__lt=before[1]), day__lte=before[0])
        found += rows.select_related("pot", "debit", "credit")[:most]
    return sorted(found, key=lambda one: (one.day, one.pk), reverse=True)[:most]


def entry(entry_id: int) -> Entry | None:
    """One entry with its pot, sides and the entry that it undoes or that undoes it."""
    rows = Entry.objects.select_related(
        "pot__fund__body", "pot__fund__place", "debit__body", "credit__body", "reverses"
    )
    return rows.filter(pk=entry_id).first()


def reversal_of(entry: Entry) -> Entry | None:
    """The entry that undid this one, or None."""
    return Entry.objects.filter(reverses=entry).first()


def payment(payment_id: int) -> Payment | None:
    """One payment with its fund."""
    rows = Payment.objects.select_related("pot__fund__body", "pot__fund__place", "payee_body", "entry")
    return rows.filter(pk=payment_id).first()


def years(fund_id: int) -> list[int]:
    """The years in which the fund has entries, newest first."""
    days = Day.objects.filter(account__pot__fund_id=fund_id, account__kind="cash")
    span = days.aggregate(first=Min("day"), last=Max("day"))
    return list(range(span["last"].year, span["first"].year - 1, -1)) if span["first"] else []


def runs(fund_id: int, most: int = 10) -> list[Run]:
    """The fund's latest imports."""
    return list(Run.objects.filter(fund_id=fund_id).order_by("-pk")[:most])


def run(run_id: int) -> Run | None:
    """One import, or None."""
    return Run.objects.select_related("fund__place", "fund__body").filter(pk=run_id).first()


def splits(fund_id: int) -> list[Split]:
    """The fund's published divisions, newest first."""
    return list(Split.objects.filter(pot__fund_id=fund_id).select_related("pot").order_by("-pk"))


def split(split_id: int) -> Split | None:
    """One division with its shares, or None."""
    rows = Split.objects.select_related("pot__fund__body", "pot__fund__place").prefetch_related("shares")
    return rows.filter(pk=split_id).first()


@dataclass(frozen=True)
class Part:
    """What one side of society put into an area's funds."""

    sector: str
    received: int


def by_sector(place: Any = None) -> list[Part]:
    """What government, market and society gave to the funds in the area (None: everywhere), in fen; row A31, Q18."""
    from_sector: dict[str, int] = {}
    rows = Pot.objects.filter(fund__unit=words.FEN, accounts__kind="given")
    if place is not None:
        rows = rows.filter(fund__place__in=places.within(place))
    for source, total in rows.order_by().values_list("fund__source").annotate(total=Sum("accounts__balance")):
        sector = words.SECTOR_OF[source]
        from_sector[sector] = from_sector.get(sector, 0) - total
    return [Part(sector, from_sector.get(sector, 0)) for sector in words.SECTORS]
