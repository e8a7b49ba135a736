"""Erase what is no longer needed or no longer wanted, and leave a certificate of ids and counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Q

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.permit import require
from gongzhi.people.events import ContactsErased, ErasureAsked
from gongzhi.people.models import Erasure, Person, SelfDescription, Wish
from gongzhi.record import services as record
from gongzhi.rulebook.selectors import number

RULE = "people.keep_contact"
BATCH = 500

Need = Callable[[Sequence[int], datetime], set[int]]
_needs: dict[str, Need] = {}
_besides_matters: set[str] = set()


def keep_while(name: str, need: Need, *, matters: bool = True) -> None:
    """Register who still needs people's contacts.

    `need(person_ids, since)` answers which of them take part in a matter that is open, or was still open after `since`.
    `matters=False` for a need of another kind (an office held); it alone does not let the erasing begin.
    """
    _needs[name] = need
    if not matters:
        _besides_matters.add(name)


def _needed(ids: Sequence[int], since: datetime) -> set[int]:
    """Everybody whom some package needs. Where nobody answers for matters nothing is known, so everybody is kept."""
    if not set(_needs) - _besides_matters:
        return set(ids)
    return set().union(*(need(ids, since) for need in _needs.values()))


def erase_expired(*, actor: Actor) -> list[Erasure]:
    """Erase the contacts of reporters without account whose last matter ended longer ago than the rule allows.

    Runs in batches, each in a transaction with its certificate; it can be stopped and repeated. Accounts keep their
    data as long as they last; their owners erase them.
    """
    require(actor, "people.erase", None)
    cutoff = clock.now() - timedelta(days=number(RULE, clock.today().date()))
    due = Person.objects.filter(username__isnull=True, erased_at__isnull=True, joined_at__lt=cutoff)
    due = due.exclude(name="", phone="")
    certificates, reached = [], 0
    while ids := list(due.filter(pk__gt=reached).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        reached = ids[-1]
        made = _erase(actor, ids, "retention", since=cutoff)
        certificates += [made] if made else []
    return certificates


def fulfil_wishes(*, actor: Actor) -> list[Erasure]:
    """Erase those who asked for it and have no open matter left."""
    require(actor, "people.erase", None)
    certificates, reached = [], 0
    due = Wish.objects.filter(done_at__isnull=True).order_by("person_id").values_list("person_id", flat=True)
    while ids := list(due.filter(person_id__gt=reached)[:BATCH]):
        reached = ids[-1]
        made = _erase(actor, ids, "request", since=clock.now())
        certificates += [made] if made else []
    return certificates


@transaction.atomic
def ask_erasure(*, actor: Actor, person_id: int) -> bool:
    """The person asks to be erased (PIPL art. 47). True when done at once; False when it waits for an open matter."""
    require(actor, "people.own_data", person_id)
    _, new = Wish.objects.get_or_create(person_id=person_id)
    if new:
        person = Person.objects.get(pk=person_id)
        record.append(ErasureAsked(person_id), actor=actor, about=person)
    return _erase(actor, [person_id], "request", since=clock.now()) is not None


@transaction.atomic
def _erase(actor: Actor, ids: Sequence[int], ground: str, since: datetime) -> Erasure | None:
    """Erase those of `ids` whom nobody needs since then; the locks keep a new report of theirs waiting."""
    locked = Person.objects.select_for_update().filter(Q(pk__in=ids), erased_at__isnull=True)
    held = list(locked.order_by("pk").values_list("pk", flat=True))
    kept = _needed(held, since)
    gone = [pk for pk in held if pk not in kept]
    if not gone:
        return None
    _wipe(gone)
    by_rule = ground == "retention"
    erasure = Erasure.objects.create(
        ground=ground, rule=RULE if by_rule else "", cutoff=since if by_rule else None, count=len(gone)
    )
    record.append(ContactsErased(erasure.pk, tuple(gone), len(gone), ground), actor=actor, about=erasure)
    return erasure


def _wipe(ids: Iterable[int]) -> None:
    ids = list(ids)
    Authenticator.objects.filter(user_id__in=ids).delete()
    SelfDescription.objects.filter(person_id__in=ids).delete()
    Wish.objects.filter(person_id__in=ids, done_at__isnull=True).update(done_at=clock.now())
    # A new unusable password ends every session, because sessions are bound to it.
    Person.objects.filter(pk__in=ids).update(
        name="",
        phone="",
        phone_key="",
        username=None,
        password=make_password(None),
        is_active=False,
        erased_at=clock.now(),
    )
