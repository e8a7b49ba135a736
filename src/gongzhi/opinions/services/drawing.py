"""Draw opinion maps anew where something happened: outside of every act and of every page, by the worker."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from gongzhi.kernel import clock
from gongzhi.opinions.models import DrawnMap, Statement
from gongzhi.opinions.selectors.talks import number


def want_map(talk_id: int) -> None:
    """Something happened in the conversation: its map is to be drawn anew."""
    DrawnMap.objects.filter(conversation_id=talk_id).update(wanted=F("wanted") + 1)


def redraw_waiting(most: int = 20) -> int:
    """Draw every map for which something happened since it was drawn; returns how many were drawn.

    What happened is counted before the votes are read, so a vote that comes in while a map is drawn has it drawn again.
    No transaction is open while it is calculated: on the embedded database it would keep everybody from voting.
    """
    waiting = DrawnMap.objects.filter(wanted__gt=F("drawn")).order_by("drawn_at", "id").values_list("pk", flat=True)
    ids = list(waiting[:most])
    for pk in ids:
        _redraw(pk)
    return len(ids)


def redraw(talk_id: int) -> None:
    """Draw one conversation's map now."""
    _redraw(DrawnMap.objects.values_list("pk", flat=True).get(conversation_id=talk_id))


def _redraw(pk: int) -> None:
    known = DrawnMap.objects.values("wanted", "conversation_id").get(pk=pk)
    now = clock.now()
    content = drawn(known["conversation_id"])
    with transaction.atomic():
        mine = DrawnMap.objects.filter(pk=pk, drawn__lte=known["wanted"])
        mine.update(drawn=known["wanted"], content=content, drawn_at=now)


def drawn(talk_id: int) -> dict[str, Any]:
    """The map of a conversation as of now, as the pages keep it."""
    shown = list(Statement.objects.filter(conversation_id=talk_id, state="shown").values_list("pk", flat=True))
    # By name, so that a web process, which draws nothing, does not carry what it takes to calculate.
    keeping: Any = import_module("gongzhi.opinions.rules.keeping")
    found: dict[str, Any] = keeping.content(votes_of(talk_id), shown, number("talk.group_least"))
    return found


def votes_of(talk_id: int) -> list[tuple[int, int, int]]:
    """Person, statement, value of every answer to a statement that everybody reads; rows as the database gives them.

    Statements that nobody reads are few: leaving them out here costs less than a join over every answer.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id, statement_id, value FROM opinions_opinion WHERE conversation_id = %s", [talk_id]
        )
        rows: list[tuple[int, int, int]] = cursor.fetchall()
    unseen = set(Statement.objects.filter(conversation_id=talk_id).exclude(state="shown").values_list("pk", flat=True))
    return [row for row in rows if row[1] not in unseen] if unseen else rows
