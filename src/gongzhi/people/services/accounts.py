"""Accounts: opening one, its entries, its password."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.people.events import AccountChanged, AccountOpened, PasswordSet
from gongzhi.people.models import Person
from gongzhi.people.rules import fold, username_of
from gongzhi.people.services.contacts import NAME_LENGTH, checked_phone, key_of
from gongzhi.record import services as record

_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is misheard or misread over the telephone
_ENTRIES = ("name", "phone", "language", "elder")


def _checked_password(password: str, person: Person) -> str:
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), code="weak_password", field="password") from error
    return password


@transaction.atomic
def register_account(
    *, username: str, password: str, name: str = "", phone: str = "", language: str = "zh-hans", elder: bool = False
) -> Person:
    """Open an account. Refused: "bad_username", "taken", "weak_password", "bad_phone".

    The number is what the person says; it joins no earlier report to the account, because nobody proved it is theirs.
    """
    chosen = username_of(username)
    if chosen is None:
        message = _("用户名用 3 到 30 个汉字、字母或数字")
        raise Refused(message, code="bad_username", field="username")
    digits = checked_phone(phone)
    person = Person(username=chosen, name=fold(name)[:NAME_LENGTH], phone=digits, phone_key=key_of(digits))
    person.language, person.elder = language, elder
    person.set_password(_checked_password(password, person))
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("这个用户名有人用了，请换一个"), code="taken", field="username") from error
    record.append(AccountOpened(person.pk), actor=Actor(person_id=person.pk), about=person)
    return person


@transaction.atomic
def change_entries(*, actor: Actor, person_id: int, **entries: Any) -> Person:
    """The person corrects their own entries (PIPL art. 46): name, phone, language, elder."""
    require(actor, "people.own_data", person_id)
    unknown = set(entries) - set(_ENTRIES)
    if unknown:
        raise TypeError(f"not entries of a person: {sorted(unknown)}")
    person = Person.objects.select_for_update().get(pk=person_id)
    if "name" in entries:
        entries["name"] = fold(entries["name"])[:NAME_LENGTH]
    if "phone" in entries:
        entries["phone"] = checked_phone(entries["phone"])
        entries["phone_key"] = key_of(entries["phone"])
    changed = [name for name, value in entries.items() if getattr(person, name) != value]
    if not changed:
        return person
    for name in changed:
        setattr(person, name, entries[name])
    try:
        with transaction.atomic():
            person.save(update_fields=changed)
    except IntegrityError as error:
        raise Refused(_("这个电话已经登记给另一位反映人"), code="taken", field="phone") from error
    said = tuple(name for name in changed if name in _ENTRIES)
    record.append(AccountChanged(person_id, said), actor=actor, about=person)
    return person


@transaction.atomic
def set_password(*, actor: Actor, person_id: int, password: str) -> None:
    """Set a password; every other session of the person ends, because sessions are bound to it."""
    answer = require(actor, "people.reset_password", person_id)
    person = Person.objects.select_for_update().get(pk=person_id)
    if not person.is_active or not person.username:
        raise Refused(_("这个人没有账号"), code="no_account")
    if person.password_lent and person.check_password(password):
        raise Refused(_("临时密码不能接着用，请另想一个"), code="weak_password", field="password")
    person.set_password(_checked_password(password, person))
    person.password_lent = False
    person.save(update_fields=["password", "password_lent"])
    fact = PasswordSet(person_id, actor.person_id == person_id)
    record.append(fact, actor=actor, about=Ref("people.person", person_id), seat=answer.seat)


@transaction.atomic
def lend_password(*, actor: Actor, person_id: int) -> str:
    """A temporary password for somebody who lost theirs; it is told once and kept nowhere, and all sessions end.

    Refused: "denied", "own" (who is signed in changes their own), "no_account".
    """
    answer = require(actor, "people.reset_password", person_id)
    if actor.person_id == person_id:
        raise Refused(_("自己的密码，请用“换密码”"), code="own")
    person = Person.objects.select_for_update().get(pk=person_id)
    if not person.is_active or not person.username:
        raise Refused(_("这个人没有账号"), code="no_account")
    lent = "-".join(get_random_string(4, _READABLE) for _part in range(4))
    person.set_password(lent)
    person.password_lent = True
    person.save(update_fields=["password", "password_lent"])
    fact = PasswordSet(person_id, by_owner=False)
    record.append(fact, actor=actor, about=Ref("people.person", person_id), seat=answer.seat)
    return lent
