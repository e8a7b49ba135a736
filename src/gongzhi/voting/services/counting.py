"""Hand the ballots of a closed vote to its rule, and what the record shows to the check of its procedure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.crypto import salted_hmac

from gongzhi.kernel.clock import CHINA
from gongzhi.voting import laws, words
from gongzhi.voting.models import Delivery, Objection, Option, Saying, Sheet, Vote
from gongzhi.voting.rules import assembly, certificate, election, free, verdicts
from gongzhi.voting.rules.certificate import Item
from gongzhi.voting.rules.owners_law import Charter
from gongzhi.voting.rules.owners_roll import AGENDA_TOLD, DELIVERED, EFFECT_TOLD, SILENT, VOID, Unit
from gongzhi.voting.selectors.ballots import Voice, proofs, roll, voices
from gongzhi.voting.selectors.votes import turnout
from gongzhi.voting.services.drawing import SWITCHES

BESIDE = "beside"  # the item that holds a budget's other method, for comparison only


@dataclass(frozen=True)
class Box:
    """Everything that a count reads: the ballots that say something, how many do not, and the options that stand."""

    vote: Vote
    options: tuple[Option, ...]
    voices: tuple[Voice, ...]

    @property
    def standing(self) -> list[Option]:
        """The options that were not withdrawn."""
        return [option for option in self.options if option.withdrawn_at is None]

    @property
    def day(self) -> date:
        """The day whose law decides: on which the vote opens."""
        return self.vote.opens.astimezone(CHINA).date()

    def said(self) -> list[Any]:
        """What the ballots say of what stands: keys, or points by key; a spoilt one says nothing."""
        keys = {option.key for option in self.standing}
        return [_of_those(voice.choice, keys) for voice in self.voices]


def box_of(vote: Vote) -> Box:
    """Read the ballots of a vote that is closed."""
    return Box(vote, tuple(Option.objects.filter(vote=vote).order_by("position")), tuple(voices(vote)))


def items_of(vote: Vote) -> list[Item]:
    """What a closed vote puts to the count. Refused("no_law") where the law of its day is not known."""
    box = box_of(vote)
    if vote.rule == "owners":
        return _owners(box)
    if vote.rule == "election":
        return [_election(box)]
    return _assembly(box) if vote.rule in words.STATUTORY else _free(box)


def _of_those(choice: dict[str, Any], keys: set[str]) -> Any:
    if "scores" in choice:
        return {key: score for key, score in choice["scores"].items() if key in keys}
    return [key for key in choice.get("picked", choice.get("ranking", [])) if key in keys]


# --- by area and heads ------------------------------------------------------------------------------------------------


def secret_of(vote: Vote) -> bytes:
    """From which the openings of a certificate's rows are made; stays with us, each holder is given their own."""
    return salted_hmac("gongzhi.voting.rows", str(vote.pk), algorithm="sha256").digest()


def _charter(box: Box) -> Charter:
    given = box.vote.charter
    return laws.charter(box.day, **{name: given[name] for name in SWITCHES if name in given})


def units_of(box: Box, item: str) -> Iterator[Unit]:
    """The frozen roll with what came back for one item, unit by unit; a holder's one ballot speaks for all units."""
    said = {voice.elector_id: _answer(voice.choice, item) for voice in box.voices}
    told = proofs(box.vote.pk)
    for elector in roll(box.vote.pk):
        served, agenda, effect = told.get(elector.pk, (False, False, False))
        bits = DELIVERED * served | AGENDA_TOLD * agenda | EFFECT_TOLD * effect
        for unit in elector.units:
            yield Unit(
                key=unit["unit"], area=unit["area"], head=elector.key, choice=said.get(elector.pk, SILENT),
                proofs=bits, kind=unit.get("kind", ""), scope=unit.get("scope", ""),
            )  # fmt: skip


def _answer(choice: dict[str, Any], item: str) -> str:
    return str(choice["answers"].get(item, VOID)) if "answers" in choice else VOID


def _owners(box: Box) -> list[Item]:
    law, charter, secret = laws.owners(box.vote.matter or "other", box.day), _charter(box), secret_of(box.vote)
    stated = box.vote.charter.get("stated_area")
    return [
        Item(
            "owners",
            certificate.owners_inputs(units_of(box, o.key), law, charter, secret, stated_area=stated),
            o.key,
            o.title,
        )
        for o in box.standing
    ]


# --- by heads ---------------------------------------------------------------------------------------------------------


def _assembly(box: Box) -> list[Item]:
    rule, law = box.vote.rule, laws.assembly(box.vote.rule, box.day)
    return [Item(rule, certificate.assembly_inputs(_show(box, o.key), law), o.key, o.title) for o in box.standing]


def _show(box: Box, item: str) -> assembly.Show:
    said = [_answer(voice.choice, item) for voice in box.voices]
    return assembly.Show(
        entitled=box.vote.electors, present=len(said), for_=said.count("for"), against=said.count("against"),
        abstain=said.count("abstain"),
    )  # fmt: skip


def _election(box: Box) -> Item:
    """Everybody's names as they stand on the papers; a spoilt paper came back and says nothing."""
    given, papers = box.vote.charter, box.said()
    law = laws.election(given["method"], box.day)
    names = tuple(option.key for option in box.standing)
    contest = election.Contest(box.vote.electors, given["seats"], names, void_papers=papers.count([]))
    ballots = [tuple(paper) for paper in papers if paper]
    return Item("election", certificate.election_inputs(ballots, contest, law), "", box.vote.title)


# --- by a rule of one's own -------------------------------------------------------------------------------------------


def _free(box: Box) -> list[Item]:
    rule = box.vote.rule
    options = [(option.key, option.cost) for option in box.standing]
    given = free.inputs(rule, options, box.said(), box.vote.charter)
    items = [Item(rule, given, "", box.vote.title)]
    if rule in words.BUDGET:
        other = next(one for one in words.BUDGET if one != rule)
        items.append(Item(other, given, BESIDE, str(words.RULES[other])))
    return items


# --- how it was held --------------------------------------------------------------------------------------------------


def procedure_of(vote: Vote) -> tuple[verdicts.Procedure, verdicts.ProcedureLaw] | None:
    """What the record shows and what must be kept; None for a vote that no law decides."""
    if vote.rule not in words.STATUTORY:
        return None
    day = _day(vote.opens) or date.min
    return _procedure(vote), laws.procedure(day, rule=vote.rule)


def _procedure(vote: Vote) -> verdicts.Procedure:
    """What the record shows of how the vote was held."""
    seen = turnout(vote.pk)
    sheets = Sheet.objects.filter(vote=vote).exclude(state="void")
    served = Delivery.objects.filter(vote=vote, elector__struck_at=None)
    all_told = served.filter(agenda_told=True, effect_told=True)
    corrections = Saying.objects.filter(vote=vote, kind="correction")  # a row is the reason that everybody reads
    return verdicts.Procedure(
        roll_published=_day(vote.roll_at),
        noticed=_day(vote.noticed_at),
        opens=_day(vote.opens),
        closes=_day(vote.closes),
        listed=served.filter(agenda_told=True).exists() or None,
        against_offered=words.FILLED[vote.rule] == words.ANSWER,
        electors=vote.electors,
        served=served.values("elector_id").distinct().count(),
        told=all_told.values("elector_id").distinct().count(),
        paper=sheets.count(),
        paper_twice=sheets.filter(state="counted").count(),
        cast=seen.cast,
        electronic=seen.electronic,
        changed_after=corrections.count(),
        changed_openly=corrections.exclude(text="").count(),
        objections_open=Objection.objects.filter(vote=vote, state="open").count(),
    )


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(CHINA).date() if moment else None
