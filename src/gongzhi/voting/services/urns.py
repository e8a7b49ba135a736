"""Where a ballot goes: beside its mark in an open-roll vote, into the urn without a trace in a secret one."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import SystemRandom
from typing import Any

from django.db import connection, models
from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Refused
from gongzhi.record.services import insert
from gongzhi.voting.models import Ballot, BlindBallot, Elector, Mark, UrnBallot, Vote

_RANDOM_BITS = 62
_BATCH = 500
_CHANCE = SystemRandom()


@dataclass(frozen=True)
class Cast:
    """One ballot on its way: for whom, by whom, through which channel, and what it says."""

    vote: Vote
    elector: Elector
    channel: str
    by_id: int | None
    proxy: bool
    at: datetime
    choice: dict[str, Any] | None  # None: the mark alone, the paper is read later


def drop(cast: Cast) -> bool:
    """Mark the roll and keep the ballot; True when it replaced an earlier one.

    Refused: "paper_first", "electronic_first", "cast_already", "owner_cast", "void". Two at once for one elector: the
    second waits for the first at the roll's one mark, and then is what it would have been a second later.
    """
    mark = Mark(
        vote=cast.vote, elector=cast.elector, channel=cast.channel, by_id=cast.by_id, proxy=cast.proxy, at=cast.at
    )
    if _insert_once(mark):
        keep(mark, cast)
        return False
    _again(Mark.objects.select_for_update().get(elector=cast.elector), cast)
    return True


def keep(mark: Mark, cast: Cast, number: int = 1) -> None:
    """Put the ballot where this vote keeps them."""
    if cast.choice is not None:
        KEPT[cast.vote.secrecy](mark, cast, number)


def _beside(mark: Mark, cast: Cast, number: int) -> None:
    insert([Ballot(mark=mark, number=number, choice=cast.choice, by_id=cast.by_id, at=cast.at)])


def _into_the_urn(mark: Mark, cast: Cast, number: int) -> None:
    into_the_urn(cast.vote, cast.choice or {}, paper=cast.channel == "paper")


def into_the_urn(vote: Vote, choice: dict[str, Any], *, paper: bool) -> None:
    """A ballot under a number drawn at random: SQLite keeps rows in the order of this number, not of their coming."""
    with connection.cursor() as cursor:  # a plain statement: making it anew took longer than the insert
        given: list[Any] = [secrets.randbits(_RANDOM_BITS) or 1, vote.pk, json.dumps(choice), paper]
        cursor.execute("INSERT INTO voting_urnballot (id, vote_id, choice, paper) VALUES (%s, %s, %s, %s)", given)


# How each kind of secrecy keeps a ballot. A blind vote takes none from somebody who is known: it has its own way in.
KEPT: dict[str, Callable[[Mark, Cast, int], None]] = {"roll": _beside, "secret": _into_the_urn}


def _again(mark: Mark, cast: Cast) -> None:
    _check_again(mark, cast)
    number = mark.ballots.count() + 1
    mark.by_id, mark.proxy, mark.at = cast.by_id, cast.proxy, cast.at
    mark.save(update_fields=["by", "proxy", "at"])
    keep(mark, cast, number)


def _check_again(mark: Mark, cast: Cast) -> None:
    if mark.void:
        raise Refused(_("这一票已经核定不算，请问组织方。"), code="void")
    if mark.channel == "paper" and cast.channel == "electronic":
        raise Refused(_("纸质票已经收到，以先到的为准，网上不再投。"), code="paper_first")
    if mark.channel == "electronic" and cast.channel == "paper":
        raise Refused(_("已经在网上投过，以先到的为准，纸质票不算。"), code="electronic_first")
    if cast.channel == "paper":
        raise Refused(_("这张票已经交来了。"), code="cast_already")
    if cast.vote.secrecy != "roll" or not cast.vote.charter.get("changeable"):
        raise Refused(_("已经投过了，这次投票投了不能改。"), code="cast_already")
    if cast.proxy and not mark.proxy:
        raise Refused(_("本人已经投过，委托的票不再收。"), code="owner_cast")


def stir(vote: Vote) -> int:
    """Write the urn anew in an order drawn by lot, in one transaction, so that no trace of coming and going is left."""
    rows = list(UrnBallot.objects.filter(vote=vote).values_list("choice", "paper"))
    _CHANCE.shuffle(rows)
    UrnBallot.objects.filter(vote=vote).delete()
    UrnBallot.objects.bulk_create(
        (UrnBallot(id=secrets.randbits(_RANDOM_BITS) or 1, vote=vote, choice=c, paper=p) for c, p in rows),
        batch_size=_BATCH,
    )
    _stir_blind(vote)
    return len(rows)


def _stir_blind(vote: Vote) -> None:
    kept = list(BlindBallot.objects.filter(vote=vote).values_list("key", "record", "choice"))
    _CHANCE.shuffle(kept)
    BlindBallot.objects.filter(vote=vote).delete()
    BlindBallot.objects.bulk_create(
        (BlindBallot(id=secrets.randbits(_RANDOM_BITS) or 1, vote=vote, key=k, record=r, choice=c) for k, r, c in kept),
        batch_size=_BATCH,
    )


def _insert_once(row: models.Model) -> bool:
    """Insert unless the elector has a mark; waits for whoever is writing one."""
    fields = [field for field in row._meta.local_concrete_fields if not field.primary_key]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    table, marks = quote(row._meta.db_table), ", ".join(["%s"] * len(fields))
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) VALUES ({marks}) ON CONFLICT (elector_id) DO NOTHING RETURNING id", values
        )
        given = cursor.fetchone()
    if given is None:
        return False
    row.pk = given[0]
    row._state.adding = False
    return True
