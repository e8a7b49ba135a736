"""Facts about rule texts: how they moved, what was proposed and found, how they live; never whose promise it was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from gongzhi.kernel.event import Event, Sight


@dataclass(frozen=True)
class CovenantOpened(Event):
    """A new edition of a rule text is being drafted, or one that was adopted elsewhere was registered."""

    kind: ClassVar[str] = "deliberation.covenant_opened"
    sight: ClassVar[Sight] = Sight.PUBLIC
    edition_id: int
    covenant_id: int
    rule_kind: str
    place_id: int
    number: int
    registered: bool
    state: str


@dataclass(frozen=True)
class CovenantMoved(Event):
    """A move of an edition; `vote_id` where a vote decided, `orders` how many clauses the street wants corrected."""

    kind: ClassVar[str] = "deliberation.covenant_moved"
    sight: ClassVar[Sight] = Sight.PUBLIC
    edition_id: int
    move: str
    source: str
    state: str
    vote_id: int | None
    orders: int = 0


@dataclass(frozen=True)
class CovenantDrafted(Event):
    """A new version of the text; `proposal_id` where a resident's proposal was taken into it."""

    kind: ClassVar[str] = "deliberation.covenant_drafted"
    sight: ClassVar[Sight] = Sight.PUBLIC
    edition_id: int
    number: int
    clauses: int
    proposal_id: int | None


@dataclass(frozen=True)
class ChangeProposed(Event):
    """Somebody proposed to change, add or remove a clause; or the proposal was answered or taken back."""

    kind: ClassVar[str] = "deliberation.change_proposed"
    sight: ClassVar[Sight] = Sight.STAFF
    edition_id: int
    proposal_id: int
    state: str


@dataclass(frozen=True)
class FindingDecided(Event):
    """A person decided about words that the checklist found."""

    kind: ClassVar[str] = "deliberation.finding_decided"
    sight: ClassVar[Sight] = Sight.PUBLIC
    edition_id: int
    finding_id: int
    check: str
    state: str


@dataclass(frozen=True)
class CovenantReviewed(Event):
    """The party organisation or the legal adviser looked at a draft."""

    kind: ClassVar[str] = "deliberation.covenant_reviewed"
    sight: ClassVar[Sight] = Sight.PUBLIC
    edition_id: int
    by_whom: str
    outcome: str


@dataclass(frozen=True)
class CovenantInForce(Event):
    """An edition holds from a day on; `replaced` is the edition that ends on it."""

    kind: ClassVar[str] = "deliberation.covenant_in_force"
    sight: ClassVar[Sight] = Sight.PUBLIC
    edition_id: int
    covenant_id: int
    place_id: int
    day: str
    replaced: int | None


@dataclass(frozen=True)
class PledgesChanged(Event):
    """One more or one fewer promised to keep a covenant; never who."""

    kind: ClassVar[str] = "deliberation.pledges_changed"
    sight: ClassVar[Sight] = Sight.AUDIT
    covenant_id: int
    given: bool


@dataclass(frozen=True)
class SurveyMoved(Event):
    """A sample was drawn from a published seed, a door was asked (not what was said), or the survey was closed."""

    kind: ClassVar[str] = "deliberation.survey_moved"
    sight: ClassVar[Sight] = Sight.PUBLIC
    survey_id: int
    edition_id: int
    step: str
    sample: int


@dataclass(frozen=True)
class RemedyMade(Event):
    """Somebody reminded, talked or mediated about a clause in a building or a wider place; or how that ended."""

    kind: ClassVar[str] = "deliberation.remedy_made"
    sight: ClassVar[Sight] = Sight.STAFF
    edition_id: int
    clause: int
    remedy: str
    ended: str
