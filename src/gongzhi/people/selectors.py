"""Read about people: who they are to the house, what they agreed to, who looked. Contacts are read by a service."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.people import words
from gongzhi.people.models import AccessLog, Consent, Erasure, Person, SelfDescription, Wish
from gongzhi.people.rules import masked_name, masked_phone
from gongzhi.rulebook import selectors as rulebook


def person(person_id: int) -> Person:
    """One person; Person.DoesNotExist when there is none."""
    return Person.objects.get(pk=person_id)


def people(person_ids: Iterable[int]) -> dict[int, Person]:
    """People by id; one query."""
    return Person.objects.in_bulk(list(person_ids))


def by_username(username: str) -> Person | None:
    """The person who signs in with this name."""
    return Person.objects.filter(username=(username or "").strip().lower()).first()


def masked(person_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """For lists: each person's name and number, masked so that nobody can be called; one query, no log."""
    rows = Person.objects.filter(pk__in=list(person_ids)).values_list("id", "name", "phone")
    return {pk: (masked_name(name), masked_phone(phone)) for pk, name, phone in rows}


def distinct_people(person_ids: Iterable[int]) -> int:
    """How many people these are, counting everybody with the same telephone number once."""
    rows = Person.objects.filter(pk__in=list(person_ids)).values_list("id", "phone_key")
    return len({key or f"#{pk}" for pk, key in rows})


def one_each(person_ids: Iterable[int]) -> dict[int, int]:
    """For each of these people one number by which the same person is known again: the lowest with their telephone."""
    ids = sorted(set(person_ids))
    first: dict[str, int] = {}
    found: dict[int, int] = {}
    for start in range(0, len(ids), 5000):
        rows = Person.objects.filter(pk__in=ids[start : start + 5000]).order_by("pk").values_list("pk", "phone_key")
        found |= {pk: first.setdefault(key, pk) if key else pk for pk, key in rows}
    return found


def known_again(person_ids: Iterable[int]) -> set[int]:
    """Which of these people the house would know again: by a telephone number or an account. One query."""
    rows = Person.objects.filter(pk__in=set(person_ids)).exclude(phone_key="", username__isnull=True)
    return set(rows.values_list("pk", flat=True))


def consents_of(person_id: int) -> dict[str, Consent]:
    """The latest act for each purpose on which the person ever said something."""
    return {row.purpose: row for row in Consent.objects.filter(person_id=person_id).order_by("id")}


def latest_act(person_id: int, purpose: str) -> str:
    """ "given", "withdrawn", or "" when the person never said, or when there is no such purpose."""
    if purpose not in words.PURPOSES:
        return ""
    rows = Consent.objects.filter(person_id=person_id, purpose=purpose).order_by("-id")
    return rows.values_list("act", flat=True).first() or ""


def has_consent(person_id: int, purpose: str) -> bool:
    """Whether the person's latest word on the purpose is yes."""
    return latest_act(person_id, purpose) == "given"


def who_agreed(person_ids: Iterable[int], purpose: str) -> set[int]:
    """Which of these people agree to the purpose now; one query."""
    rows = Consent.objects.filter(person_id__in=list(person_ids), purpose=purpose).order_by("id")
    last = dict(rows.values_list("person_id", "act"))
    return {pk for pk, act in last.items() if act == "given"}


@dataclass(frozen=True)
class Access:
    """Somebody looked: when, who in which seat and body, which fields, for which purpose, about which matter."""

    at: datetime
    reader: Person
    seat_id: int
    body_id: int
    fields: tuple[str, ...]
    purpose: str
    about: Ref

    @property
    def purpose_label(self) -> words.Text:
        """The purpose in words."""
        return words.PURPOSES[self.purpose]

    @property
    def field_labels(self) -> list[words.Text]:
        """The fields in words."""
        labels = {field.name: field.label for field in words.FIELDS}
        return [labels[name] for name in self.fields]


def accesses_of(person_id: int, limit: int = 200) -> list[Access]:
    """Who looked at this person's contact, newest first. For the person themselves and for auditors."""
    rows = AccessLog.objects.filter(subject_id=person_id).select_related("reader").order_by("-id")[:limit]
    return [
        Access(
            row.at,
            row.reader,
            row.seat_id,
            row.body_id,
            tuple(row.fields.split(",")),
            row.purpose,
            Ref(row.about_label, row.about_id),
        )
        for row in rows
    ]


def looks_at(subject: Any, label: str, about_id: Any) -> QuerySet[AccessLog]:
    """The looks at somebody's contact because of one thing; for a caller's Exists, so columns of its rows will do."""
    return AccessLog.objects.filter(subject_id=subject, about_label=label, about_id=about_id)


@dataclass(frozen=True)
class Held:
    """One thing that the house holds about a person, with its declaration."""

    field: words.PersonalField
    value: Any
    purposes: list[words.Text]


_SECRET = {"password", "phone_key"}


def held_about(person_id: int) -> list[Held]:
    """Everything personal that the house holds about somebody; digests are named, not shown."""
    row = person(person_id)
    found = []
    for field in words.FIELDS:
        value = getattr(row, field.name)
        if value in ("", None):
            continue
        shown = None if field.name in _SECRET else value
        found.append(Held(field, shown, [words.PURPOSES[p] for p in field.purposes]))
    return found


def own_description(actor: Actor, person_id: int) -> dict[str, str]:
    """What somebody said of themselves for totals, by field; only to that person (else Denied). Empty when nothing."""
    require(actor, "people.own_data", person_id)
    rows = SelfDescription.objects.filter(person_id=person_id)
    return next(iter(rows.values(*words.VOLUNTARY)), {})


def held_for_totals(actor: Actor, person_id: int) -> list[Held]:
    """The same with its declarations, beside what `held_about` says; only to that person."""
    said = own_description(actor, person_id)
    labels = words.VOLUNTARY
    return [
        Held(field, labels[field.name][said[field.name]], [words.PURPOSES[p] for p in field.purposes])
        for field in words.VOLUNTARY_FIELDS
        if said.get(field.name)
    ]


def spread(person_ids: Iterable[int], field: str) -> Counter[str]:
    """How many of these people said each word of a field, "" for those who did not; one telephone number counts once.

    ValueError for fewer people than a public figure may show: nobody is picked out by asking about a few.
    """
    keys = dict(Person.objects.filter(pk__in=set(person_ids)).values_list("id", "phone_key"))
    least = rulebook.number("public.small_count", clock.today().date())
    if len(keys) < least:
        raise ValueError(f"a spread over fewer than {least} people")
    rows = SelfDescription.objects.filter(person_id__in=keys).values_list("person_id", field).order_by("said_at")
    said = {keys[pk] or f"#{pk}": word for pk, word in rows if word}
    return Counter(said.get(one, "") for one in {key or f"#{pk}" for pk, key in keys.items()})


def wish_of(person_id: int) -> Wish | None:
    """The person's wish to be erased, if they have one."""
    return Wish.objects.filter(person_id=person_id).first()


@dataclass(frozen=True)
class Proof:
    """Whether an erasure can still be proved: none of its people has personal data today."""

    erasure: Erasure
    count: int
    left_over: tuple[int, ...]

    @property
    def holds(self) -> bool:
        """True when the certificate's number is right and nothing is left."""
        return self.count == self.erasure.count and not self.left_over


def proof_of(erasure_id: int, person_ids: Iterable[int]) -> Proof:
    """Check a certificate against the tables; `person_ids` stand in its fact."""
    ids = list(person_ids)
    left = Person.objects.filter(pk__in=ids).exclude(name="", phone="", phone_key="", username__isnull=True)
    return Proof(Erasure.objects.get(pk=erasure_id), len(ids), tuple(left.order_by("id").values_list("id", flat=True)))


def with_account(*, limit: int, without: Iterable[int] = ()) -> list[Person]:
    """Some people with an account, oldest first; for the demonstration's list of people to be."""
    rows = Person.objects.filter(username__isnull=False, is_active=True).exclude(pk__in=list(without))
    return list(rows.order_by("pk")[:limit])
