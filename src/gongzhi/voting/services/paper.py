"""Paper ballots: handed in by number, read by two different people, by a third where the two differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.record.services import append
from gongzhi.rulebook import selectors as rulebook
from gongzhi.voting import words
from gongzhi.voting.events import BallotCast, SheetEntered, SheetsHandedIn
from gongzhi.voting.models import Delivery, Elector, Entry, Mark, Sheet, Vote
from gongzhi.voting.services import choices
from gongzhi.voting.services.acts import about, locked, person_of
from gongzhi.voting.services.casting import check_open, lines_of
from gongzhi.voting.services.urns import Cast, drop, into_the_urn, keep

MOST_NUMBERS = 500
SPOILT = "spoilt"


@dataclass(frozen=True)
class HandedIn:
    """What came of the numbers: taken, known already, and those that do not count with the reason."""

    taken: tuple[int, ...]
    again: tuple[int, ...]
    void: tuple[tuple[int, str], ...]


def hand_in(*, actor: Actor, vote_id: int, sheets: Iterable[int]) -> HandedIn:
    """Note that these numbered ballots are here, before the close; nobody says what is on them.

    In an open-roll vote the number is the elector's, whose mark it makes: from now on the electronic way is shut. In a
    secret vote sheets carry no elector; there may be no more of them than people who took one (`give_paper`).
    """
    numbers = list(dict.fromkeys(sheets))
    if not numbers or len(numbers) > MOST_NUMBERS or any(not 0 < number < 2**31 for number in numbers):
        raise Refused(_("请写票上的号码，一次最多 500 个。"), code="numbers", field="sheets")
    with transaction.atomic():
        vote, now = locked(vote_id), clock.now()
        seat = require(actor, "vote.collect", vote).seat
        check_open(vote, now)
        before = set(Sheet.objects.filter(vote=vote, number__in=numbers).values_list("number", flat=True))
        fresh = [number for number in numbers if number not in before]
        why = _on_the_roll(vote, actor, fresh, now) if vote.secrecy == "roll" else _in_the_box(vote, fresh)
        rows = [_sheet(vote, number, why[number], actor, now) for number in fresh]
        Sheet.objects.bulk_create(rows)
        void = tuple((number, why[number][1]) for number in fresh if why[number][1])
        fact = SheetsHandedIn(vote.pk, len(fresh) - len(void), len(void))
        append(fact, actor=actor, about=about(vote), seat=seat)
    return HandedIn(tuple(n for n in fresh if not why[n][1]), tuple(sorted(before)), void)


Found = tuple[Elector | None, str]


def _sheet(vote: Vote, number: int, found: Found, actor: Actor, now: datetime) -> Sheet:
    elector, reason = found
    return Sheet(
        vote=vote, number=number, elector=elector, state="void" if reason else "handed_in", reason=reason,
        by_id=person_of(actor), at=now,
    )  # fmt: skip


def _on_the_roll(vote: Vote, actor: Actor, numbers: list[int], now: datetime) -> dict[int, Found]:
    electors = {e.number: e for e in Elector.objects.filter(vote=vote, number__in=numbers)}
    return {number: _claim(vote, actor, electors.get(number), now) for number in numbers}


def _claim(vote: Vote, actor: Actor, elector: Elector | None, now: datetime) -> Found:
    if elector is None:
        return None, "not_on_roll"
    if elector.struck_at is not None:
        return elector, "struck"
    try:
        drop(Cast(vote, elector, "paper", actor.person_id, False, now, None))
    except Refused as refused:
        return elector, "electronic_first" if refused.code == "electronic_first" else "paper_first"
    append(BallotCast(vote.pk, "paper", False), actor=actor, about=about(vote))
    return elector, ""


def _in_the_box(vote: Vote, numbers: list[int]) -> dict[int, Found]:
    taken = Mark.objects.filter(vote=vote, channel="paper", void="").count()
    here = Sheet.objects.filter(vote=vote).exclude(state="void").count()
    return {n: (None, "" if here + place < taken else "too_many_sheets") for place, n in enumerate(numbers)}


def give_paper(
    *, actor: Actor, vote_id: int, number: int, how: str = "", told: tuple[bool, bool] = (False, False)
) -> Mark:
    """Secret vote: an elector takes a blank sheet at the desk; the roll is marked, the sheet carries no name.

    `how` it was handed over is the proof of service (empty: none is noted), `told`: of the agenda, and of what silence
    would mean. Refused: "not_on_roll", "electronic_first", "cast_already", "open_roll", "how".
    """
    if how and how not in words.SERVED:
        raise Refused(_("请选是怎么送到的。"), code="how", field="how")
    with transaction.atomic():
        vote, now = locked(vote_id), clock.now()
        require(actor, "vote.enter", vote)
        check_open(vote, now)
        if vote.secrecy == "roll":
            raise Refused(_("记名投票的纸质票每户一张，印好号码，不用现领。"), code="open_roll")
        elector = Elector.objects.filter(vote=vote, number=number, struck_at=None).first()
        if elector is None:
            raise Refused(_("名册上没有这个号。"), code="not_on_roll", field="number")
        drop(Cast(vote, elector, "paper", actor.person_id, False, now, None))
        append(BallotCast(vote.pk, "paper", False), actor=actor, about=about(vote))
        if how:
            given = {"vote": vote, "at": now, "agenda_told": told[0], "effect_told": told[1], "by_id": actor.person_id}
            Delivery.objects.get_or_create(elector=elector, how=how, defaults=given)
        return Mark.objects.get(elector=elector)


def enter_paper(*, actor: Actor, vote_id: int, sheet: int, choice: Any) -> Sheet:
    """What one person reads on sheet number `sheet`; `choice` as in `cast`, or {"spoilt": why}.

    Two people who read the same: counted. Two who differ: a third reads, and decides. Refused: "unknown_sheet",
    "same_person", "done", "stale", "void", and what `choices.clean` refuses.
    """
    with transaction.atomic():
        vote = locked(vote_id)
        seat = require(actor, "vote.enter", vote).seat
        if vote.state not in ("open", "closed"):
            raise Refused(_("现在不录票：还没开始，或者已经计完。"), code="stale")
        found = Sheet.objects.select_for_update(of=("self",)).filter(vote=vote, number=sheet).first()
        _check_sheet(found)
        assert found is not None
        said = _said(vote, choice)
        _note(found, actor, said)
        found.state = _verdict(vote, found)
        found.save(update_fields=["state"])
        append(SheetEntered(vote.pk, found.pk, found.state), actor=actor, about=about(vote), seat=seat)
    return found


def _check_sheet(found: Sheet | None) -> None:
    if found is None:
        raise Refused(_("没有收到这个号的票，先登记收票。"), code="unknown_sheet", field="sheet")
    if found.state == "void":
        raise Refused(_("这张票已经不算，不用录。"), code="void", field="sheet")
    if found.state == "counted":
        raise Refused(_("这张票已经录好了。"), code="done", field="sheet")


def _said(vote: Vote, choice: Any) -> dict[str, Any]:
    if isinstance(choice, dict) and SPOILT in choice:
        return choices.spoilt(str(choice[SPOILT]))
    # A paper that was filled in before an option was withdrawn is read as it stands; the count leaves that option out.
    lines = [choices.Line(line.key, line.cost) for line in lines_of(vote)]
    return choices.clean(vote.rule, vote.charter, lines, choice)


def _note(sheet: Sheet, actor: Actor, said: dict[str, Any]) -> None:
    try:
        with transaction.atomic():
            Entry.objects.create(sheet=sheet, by_id=person_of(actor), choice=said, at=clock.now())
    except IntegrityError as error:
        raise Refused(_("这张票您录过一遍了，第二遍要由另一个人录。"), code="same_person", field="sheet") from error


def _verdict(vote: Vote, sheet: Sheet) -> str:
    readings = list(sheet.entries.order_by("id").values_list("choice", flat=True))
    needed = rulebook.number("voting.paper_readers", vote.opens)
    if len(readings) < needed:
        return "entered"
    agreed = all(reading == readings[0] for reading in readings)
    if len(readings) == needed and not agreed:
        return "third_look"
    _count_in(vote, sheet, readings[-1])
    return "counted"


def _count_in(vote: Vote, sheet: Sheet, choice: dict[str, Any]) -> None:
    if sheet.elector is None:
        into_the_urn(vote, choice, paper=True)
        return
    mark = Mark.objects.select_related("elector").get(elector=sheet.elector)
    keep(mark, Cast(vote, mark.elector, "paper", mark.by_id, False, clock.now(), choice))
