"""What happened in conversations, in the past tense; ids and closed words only, and never which way somebody voted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from gongzhi.kernel.event import Event, Sight


@dataclass(frozen=True)
class TalkOpened(Event):
    """A conversation was opened, about a thing (empty: by itself), at a place, by a body."""

    kind: ClassVar[str] = "opinions.opened"
    sight: ClassVar[Sight] = Sight.PUBLIC
    talk_id: int
    thing: str
    body_id: int
    place_id: int


@dataclass(frozen=True)
class TalkMoved(Event):
    """A conversation was closed, or opened again."""

    kind: ClassVar[str] = "opinions.moved"
    sight: ClassVar[Sight] = Sight.PUBLIC
    talk_id: int
    move: str
    state: str


@dataclass(frozen=True)
class StatementSaid(Event):
    """Somebody put a statement; `state` says whether it waits to be looked at. Who it was is for auditors only."""

    kind: ClassVar[str] = "opinions.said"
    sight: ClassVar[Sight] = Sight.AUDIT
    talk_id: int
    statement_id: int
    state: str
    channel: str


@dataclass(frozen=True)
class OpinionGiven(Event):
    """Somebody voted on a statement (`again`: changed their mind); which way is not on the record."""

    kind: ClassVar[str] = "opinions.given"
    sight: ClassVar[Sight] = Sight.AUDIT
    talk_id: int
    statement_id: int
    again: bool
    channel: str


@dataclass(frozen=True)
class OpinionTakenBack(Event):
    """Somebody took a vote on a statement back."""

    kind: ClassVar[str] = "opinions.taken_back"
    sight: ClassVar[Sight] = Sight.AUDIT
    talk_id: int
    statement_id: int


@dataclass(frozen=True)
class StatementModerated(Event):
    """A statement was let out, taken down, put back, joined or parted; the words of the reason stay with us."""

    kind: ClassVar[str] = "opinions.moderated"
    sight: ClassVar[Sight] = Sight.PUBLIC
    talk_id: int
    statement_id: int
    move: str
    reason: str = ""
    into_id: int | None = None


@dataclass(frozen=True)
class PostsImported(Event):
    """Posts of an online group came in from a file: how many were new, known already, and not to be read."""

    kind: ClassVar[str] = "opinions.posts_imported"
    sight: ClassVar[Sight] = Sight.STAFF
    talk_id: int
    taken: int
    known: int
    refused: int


@dataclass(frozen=True)
class PostModerated(Event):
    """A post was taken down, or put back."""

    kind: ClassVar[str] = "opinions.post_moderated"
    sight: ClassVar[Sight] = Sight.PUBLIC
    talk_id: int
    post_id: int
    move: str
    reason: str = ""


@dataclass(frozen=True)
class QuestionAsked(Event):
    """A question got an answerer and a clock."""

    kind: ClassVar[str] = "opinions.asked"
    sight: ClassVar[Sight] = Sight.PUBLIC
    talk_id: int
    question_id: int
    body_id: int


@dataclass(frozen=True)
class QuestionMoved(Event):
    """A question went to another body, was answered, set aside, or asked again."""

    kind: ClassVar[str] = "opinions.question_moved"
    sight: ClassVar[Sight] = Sight.PUBLIC
    talk_id: int
    question_id: int
    move: str
    state: str
    body_id: int


@dataclass(frozen=True)
class SheetEntered(Event):
    """A paper sheet was typed in by a helper, who is the actor; whose it was is not known."""

    kind: ClassVar[str] = "opinions.sheet_entered"
    sight: ClassVar[Sight] = Sight.STAFF
    talk_id: int
    sheet_id: int
    answers: int
