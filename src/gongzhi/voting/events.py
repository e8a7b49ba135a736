"""What happened to a vote, in the past tense: ids, counts and closed words; that a ballot was cast, never which way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from gongzhi.kernel.event import Event, Sight


@dataclass(frozen=True)
class VoteDrawnUp(Event):
    """A question, its rule and its time were set down for a body."""

    kind: ClassVar[str] = "voting.drawn_up"
    sight: ClassVar[Sight] = Sight.STAFF
    vote_id: int
    about: str
    body_id: int
    place_id: int
    rule: str
    matter: str
    secrecy: str


@dataclass(frozen=True)
class RollImported(Event):
    """Rows of a roll were taken in, or read again; nothing is doubled."""

    kind: ClassVar[str] = "voting.roll_imported"
    sight: ClassVar[Sight] = Sight.STAFF
    vote_id: int
    accepted: int
    refused: int


@dataclass(frozen=True)
class RollFrozen(Event):
    """The electorate stands: how many, and the digest of all of it. Again after a correction."""

    kind: ClassVar[str] = "voting.roll_frozen"
    sight: ClassVar[Sight] = Sight.PUBLIC
    vote_id: int
    electors: int
    digest: str
    state: str


@dataclass(frozen=True)
class RollReopened(Event):
    """The electorate is being corrected; until it is frozen again nobody can vote."""

    kind: ClassVar[str] = "voting.roll_reopened"
    sight: ClassVar[Sight] = Sight.PUBLIC
    vote_id: int


@dataclass(frozen=True)
class NoticeGiven(Event):
    """Ballot papers or notices were served on so many electors, in one way."""

    kind: ClassVar[str] = "voting.notice"
    sight: ClassVar[Sight] = Sight.PUBLIC
    vote_id: int
    electors: int
    how: str
    agenda_told: bool
    effect_told: bool
    state: str


@dataclass(frozen=True)
class VoteOpened(Event):
    """Casting began."""

    kind: ClassVar[str] = "voting.opened"
    sight: ClassVar[Sight] = Sight.PUBLIC
    vote_id: int
    closes: str


@dataclass(frozen=True)
class VoteExtended(Event):
    """The close was moved; ballots cast so far keep counting."""

    kind: ClassVar[str] = "voting.extended"
    sight: ClassVar[Sight] = Sight.PUBLIC
    vote_id: int
    closes: str


@dataclass(frozen=True)
class OptionWithdrawn(Event):
    """An option or a candidate stands no more."""

    kind: ClassVar[str] = "voting.option_withdrawn"
    sight: ClassVar[Sight] = Sight.PUBLIC
    vote_id: int
    option_id: int


@dataclass(frozen=True)
class ProxyGiven(Event):
    """An elector let somebody else vote for them, or took that back."""

    kind: ClassVar[str] = "voting.proxy"
    sight: ClassVar[Sight] = Sight.AUDIT
    vote_id: int
    elector_id: int
    holder_id: int
    given: bool


@dataclass(frozen=True)
class BallotCast(Event):
    """A ballot was cast, through which channel, and whether it replaced an earlier one; never which way."""

    kind: ClassVar[str] = "voting.cast"
    sight: ClassVar[Sight] = Sight.AUDIT
    vote_id: int
    channel: str
    again: bool


@dataclass(frozen=True)
class SheetsHandedIn(Event):
    """Paper ballots came in, by their numbers' count only."""

    kind: ClassVar[str] = "voting.sheets"
    sight: ClassVar[Sight] = Sight.AUDIT
    vote_id: int
    taken: int
    void: int


@dataclass(frozen=True)
class SheetEntered(Event):
    """A paper ballot was read by one of two people, or by the third; `outcome` is entered, counted or third_look."""

    kind: ClassVar[str] = "voting.entered"
    sight: ClassVar[Sight] = Sight.AUDIT
    vote_id: int
    sheet_id: int
    outcome: str


@dataclass(frozen=True)
class VoteClosed(Event):
    """No ballot is taken any more."""

    kind: ClassVar[str] = "voting.closed"
    sight: ClassVar[Sight] = Sight.PUBLIC
    vote_id: int
    electors: int
    ballots: int


@dataclass(frozen=True)
class VoteCounted(Event):
    """A preliminary result stands and may be objected to until the instant."""

    kind: ClassVar[str] = "voting.counted"
    sight: ClassVar[Sight] = Sight.PUBLIC
    vote_id: int
    outcome: str
    valid: bool | None
    until: str
    again: bool


@dataclass(frozen=True)
class ObjectionRaised(Event):
    """Somebody objected to the roll, the notice, a ballot or the count."""

    kind: ClassVar[str] = "voting.objection"
    sight: ClassVar[Sight] = Sight.STAFF
    vote_id: int
    objection_id: int
    ground: str


@dataclass(frozen=True)
class ObjectionSettled(Event):
    """An objection was answered: upheld, partly, or rejected."""

    kind: ClassVar[str] = "voting.objection_settled"
    sight: ClassVar[Sight] = Sight.PUBLIC
    vote_id: int
    objection_id: int
    outcome: str


@dataclass(frozen=True)
class VoteCertified(Event):
    """The result is final: the state of the question and whether the procedure was valid."""

    kind: ClassVar[str] = "voting.certified"
    sight: ClassVar[Sight] = Sight.PUBLIC
    vote_id: int
    state: str
    valid: bool | None
    about: str


@dataclass(frozen=True)
class VotePublished(Event):
    """The certificate is there for everybody."""

    kind: ClassVar[str] = "voting.published"
    sight: ClassVar[Sight] = Sight.PUBLIC
    vote_id: int
    about: str


@dataclass(frozen=True)
class RowsRead(Event):
    """Somebody who may read an owners' certificate in its exact form has done so."""

    kind: ClassVar[str] = "voting.rows_read"
    sight: ClassVar[Sight] = Sight.AUDIT
    vote_id: int


@dataclass(frozen=True)
class VoteWithdrawn(Event):
    """The vote will not go on; the reason stands in its own table."""

    kind: ClassVar[str] = "voting.withdrawn"
    sight: ClassVar[Sight] = Sight.PUBLIC
    vote_id: int
    about: str
