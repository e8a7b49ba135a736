"""Hand the ballots of a closed vote to its rule, and the verdict to the check of its procedure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from importlib import import_module
from typing import Any

from gongzhi.kernel.clock import CHINA
from gongzhi.voting import laws, words
from gongzhi.voting.models import Delivery, Objection, Option, Saying, Sheet, Vote
from gongzhi.voting.rules import assembly, greedy, owners, verdicts
from gongzhi.voting.rules.budget import Election, Project, election
from gongzhi.voting.rules.outcome import Outcome, Reason
from gongzhi.voting.rules.owners_law import Charter
from gongzhi.voting.rules.owners_roll import AGENDA_TOLD, DELIVERED, EFFECT_TOLD, SILENT, VOID, Unit
from gongzhi.voting.selectors.ballots import Voice, proofs, roll, voices
from gongzhi.voting.services.drawing import SWITCHES


@dataclass(frozen=True)
class Count:
    """What a vote came to: one outcome for each item (key ""), or for all of it; the other method's for a budget."""

    outcomes: dict[str, Outcome]
    beside: Outcome | None = None
    points: tuple[tuple[str, Reason], ...] = ()


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

    def picks(self) -> list[list[str]]:
        """Approvals of what stands, one list a ballot that says something."""
        keys = {option.key for option in self.standing}
        said = (voice.choice["picked"] for voice in self.voices if "picked" in voice.choice)
        return [[key for key in picked if key in keys] for picked in said]

    @property
    def void(self) -> int:
        """Ballots that say nothing."""
        return sum("spoilt" in voice.choice for voice in self.voices)


def box_of(vote: Vote) -> Box:
    """Read the ballots of a vote that is closed."""
    return Box(vote, tuple(Option.objects.filter(vote=vote).order_by("position")), tuple(voices(vote)))


def count(vote: Vote) -> Count:
    """Count a closed vote by its rule. Refused("no_law") where the law of its day is not known."""
    box = box_of(vote)
    counted = COUNTED[vote.rule](box)
    if vote.rule not in words.STATUTORY:
        return counted
    points = verdicts.examine(_procedure(box), laws.procedure(box.day), _charter(box))
    judged = {key: verdicts.judged(outcome, points) for key, outcome in counted.outcomes.items()}
    return replace(counted, outcomes=judged, points=points)


# --- by area and heads ------------------------------------------------------------------------------------------------


def _charter(box: Box) -> Charter:
    given = box.vote.charter
    return laws.charter(box.day, **{name: given[name] for name in SWITCHES if name in given})


def units_of(box: Box, item: str) -> Iterable[Unit]:
    """The frozen roll with what came back for one item, unit by unit; a holder's one ballot speaks for all units."""
    said = {voice.elector_id: _answer(voice.choice, item) for voice in box.voices}
    told = proofs(box.vote.pk)
    for elector in roll(box.vote.pk):
        served = told.get(elector.pk, (False, False, False))
        bits = DELIVERED * served[0] | AGENDA_TOLD * served[1] | EFFECT_TOLD * served[2]
        for unit in elector.units:
            yield Unit(
                key=unit["unit"], area=unit["area"], head=elector.key, choice=said.get(elector.pk, SILENT),
                proofs=bits, kind=unit.get("kind", ""), scope=unit.get("scope", ""),
            )  # fmt: skip


def _answer(choice: dict[str, Any], item: str) -> str:
    return str(choice["answers"].get(item, VOID)) if "answers" in choice else VOID


def _owners(box: Box) -> Count:
    law, charter = laws.owners(box.vote.matter or "other", box.day), _charter(box)
    stated = box.vote.charter.get("stated_area")
    items = box.standing
    return Count({o.key: owners.count(units_of(box, o.key), law, charter, stated) for o in items})


# --- by heads ---------------------------------------------------------------------------------------------------------


def _assembly(box: Box) -> Count:
    law = laws.assembly(box.vote.rule, box.day)
    return Count({option.key: assembly.decide(_show(box, option.key), law) for option in box.standing})


def _show(box: Box, item: str) -> assembly.Show:
    said = [_answer(voice.choice, item) for voice in box.voices]
    return assembly.Show(
        entitled=box.vote.electors, present=len(said), for_=said.count("for"), against=said.count("against"),
        abstain=said.count("abstain"),
    )  # fmt: skip


# --- by a free rule ---------------------------------------------------------------------------------------------------


def budget_of(box: Box) -> Election:
    """The projects that stand, the money, and the approvals."""
    projects = [Project(option.key, option.cost, option.title) for option in box.standing]
    return election(projects, box.vote.charter["budget"], box.picks())


def _budget(box: Box) -> Count:
    shares = import_module("gongzhi.voting.rules.shares")  # loads numpy, which the web server's start does without
    given = budget_of(box)
    both = {"equal_shares": shares.count(given), "greedy": greedy.count(given)}
    other = "greedy" if box.vote.rule == "equal_shares" else "equal_shares"
    return Count({"": both[box.vote.rule]}, both[other])


COUNTED: dict[str, Callable[[Box], Count]] = {
    "owners": _owners,
    "households": _assembly,
    "residents_assembly": _assembly,
    "representatives": _assembly,
    "equal_shares": _budget,
    "greedy": _budget,
}


def _procedure(box: Box) -> verdicts.Procedure:
    """What the record shows of how the vote was held."""
    vote = box.vote
    sheets = Sheet.objects.filter(vote=vote).exclude(state="void")
    served = Delivery.objects.filter(vote=vote, elector__struck_at=None)
    all_told = served.filter(agenda_told=True, effect_told=True)
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
        changed_after=Saying.objects.filter(vote=vote, kind="correction").count(),
        objections_open=Objection.objects.filter(vote=vote, state="open").count(),
    )


def _day(moment: Any) -> date | None:
    return moment.astimezone(CHINA).date() if moment else None


__all__ = ["Box", "Count", "box_of", "budget_of", "count", "units_of"]
