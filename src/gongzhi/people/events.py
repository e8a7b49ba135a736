"""Facts about people: ids and closed words, never a name, a number or an address."""

from __future__ import annotations

from dataclasses import dataclass

from gongzhi.kernel.event import Event, Sight


@dataclass(frozen=True)
class ContactLeft(Event):
    """A reporter left a way to reach them; `fields` says which."""

    kind = "people.contact_left"
    sight = Sight.AUDIT
    person_id: int
    fields: tuple[str, ...]
    channel: str


@dataclass(frozen=True)
class AccountOpened(Event):
    """Somebody opened an account."""

    kind = "people.account_opened"
    sight = Sight.AUDIT
    person_id: int


@dataclass(frozen=True)
class AccountChanged(Event):
    """A person changed their own entries; `fields` says which."""

    kind = "people.account_changed"
    sight = Sight.AUDIT
    person_id: int
    fields: tuple[str, ...]


@dataclass(frozen=True)
class PasswordSet(Event):
    """A password was set: by its owner, or by an operator for somebody who lost it."""

    kind = "people.password_set"
    sight = Sight.AUDIT
    person_id: int
    by_owner: bool


@dataclass(frozen=True)
class ConsentGiven(Event):
    """A person agreed to a purpose."""

    kind = "people.consent_given"
    sight = Sight.AUDIT
    person_id: int
    purpose: str
    channel: str


@dataclass(frozen=True)
class ConsentWithdrawn(Event):
    """A person took an agreement back; what was done before stays lawful (PIPL art. 15)."""

    kind = "people.consent_withdrawn"
    sight = Sight.AUDIT
    person_id: int
    purpose: str
    channel: str


@dataclass(frozen=True)
class StatisticsSaid(Event):
    """A person said something about themselves for totals; `fields` says which, never what."""

    kind = "people.statistics_said"
    sight = Sight.AUDIT
    person_id: int
    fields: tuple[str, ...]


@dataclass(frozen=True)
class StatisticsErased(Event):
    """What a person had said for totals was deleted: they took it back, or its time was over."""

    kind = "people.statistics_erased"
    sight = Sight.AUDIT
    person_id: int
    ground: str


@dataclass(frozen=True)
class ContactRead(Event):
    """Somebody in office opened a resident's contact."""

    kind = "people.contact_read"
    sight = Sight.AUDIT
    person_id: int
    access_id: int
    purpose: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class ErasureAsked(Event):
    """A person asked to be erased."""

    kind = "people.erasure_asked"
    sight = Sight.AUDIT
    person_id: int


@dataclass(frozen=True)
class ContactsErased(Event):
    """The certificate: personal data of these people was erased."""

    kind = "people.contacts_erased"
    sight = Sight.AUDIT
    erasure_id: int
    person_ids: tuple[int, ...]
    count: int
    ground: str
