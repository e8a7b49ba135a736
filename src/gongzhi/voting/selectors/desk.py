"""What the organiser's desk reads: the roll page by page, who was served, sheets and how far they are, objections."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count

from gongzhi.voting.models import Delivery, Elector, Entry, Objection, Proxy, Sheet


def roll_page(vote_id: int, start: int, size: int) -> tuple[list[Elector], bool]:
    """So many electors from `start` on, struck ones included, and whether there are more."""
    rows = list(Elector.objects.filter(vote_id=vote_id).order_by("number")[start : start + size + 1])
    return rows[:size], len(rows) > size


def ids_of(vote_id: int) -> dict[int, int]:
    """Number on the roll → id, of those who stand."""
    return dict(Elector.objects.filter(vote_id=vote_id, struck_at=None).values_list("number", "pk"))


def served(vote_id: int) -> dict[str, int]:
    """How many electors were served at all, told the agenda, told the effect; and how many stand on the roll."""
    rows = Delivery.objects.filter(vote_id=vote_id, elector__struck_at=None)

    def heads(**more: bool) -> int:
        return rows.filter(**more).values("elector_id").distinct().count()

    return {
        "electors": Elector.objects.filter(vote_id=vote_id, struck_at=None).count(), "served": heads(),
        "agenda": heads(agenda_told=True), "effect": heads(effect_told=True),
    }  # fmt: skip


def proxies_of(vote_id: int) -> list[Proxy]:
    """The proxies that stand, by the giver's number."""
    rows = Proxy.objects.filter(vote_id=vote_id, ended_at=None).select_related("elector")
    return list(rows.order_by("elector__number"))


def sheets_of(vote_id: int, states: Sequence[str]) -> list[Sheet]:
    """Sheets in these states by number, with who has entered them."""
    rows = Sheet.objects.filter(vote_id=vote_id, state__in=states)
    return list(rows.order_by("number").prefetch_related("entries"))


def entered_by(sheet: Sheet, person_id: int | None) -> bool:
    """Whether this person has read the sheet already."""
    entries: Sequence[Entry] = sheet.entries.all()  # type: ignore[assignment]
    return any(entry.by_id == person_id for entry in entries)


def sheet_counts(vote_id: int) -> dict[str, int]:
    """How many sheets are in each state."""
    rows = Sheet.objects.filter(vote_id=vote_id).order_by().values_list("state").annotate(many=Count("id"))
    return dict(rows)


def objections_of(vote_id: int) -> list[Objection]:
    """Every objection to a vote, open ones first, oldest first."""
    return sorted(Objection.objects.filter(vote_id=vote_id), key=lambda one: (one.state != "open", one.pk))
