"""Who reports, and who may open a reporter's contact; every look is written down for that person to read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import Answer, require
from gongzhi.kernel.reference import Ref
from gongzhi.people import words
from gongzhi.people.events import ContactLeft, ContactRead
from gongzhi.people.models import AccessLog, Person
from gongzhi.people.permits import Reading
from gongzhi.people.rules import fold, phone_of, serves
from gongzhi.people.selectors import latest_act
from gongzhi.people.services.consents import note
from gongzhi.people.services.limits import allow
from gongzhi.record import services as record

# Nobody calls more people than this in an hour; a leaked sign-in cannot empty the register.
LOOKS_AN_HOUR = 200
NAME_LENGTH = 60

Reason = Callable[[Actor, int, int], Answer]
_reasons: dict[str, Reason] = {}


@dataclass(frozen=True)
class Contact:
    """A way to reach a person: only the fields that the purpose needs are filled."""

    person_id: int
    name: str = ""
    phone: str = ""


def may_open(label: str) -> Callable[[Reason], Reason]:
    """Register who may open a contact for the matters with this label ("cases.case").

    The function gets the actor, the id of the matter and the id of the person, and answers with the seat that is the
    reason. Without one for a label, any seat that answers residents will do.
    """

    def register(reason: Reason) -> Reason:
        _reasons[label] = reason
        return reason

    return register


def key_of(phone: str, secret: str | None = None) -> str:
    """A keyed digest by which the same number is known again and no number can be read back. "" for no number."""
    if not phone:
        return ""
    return salted_hmac("gongzhi.people.phone", phone, secret=secret, algorithm="sha256").hexdigest()


def checked_phone(text: str) -> str:
    """The digits of what somebody typed as a number; Refused("bad_phone") for something else."""
    phone = phone_of(text)
    if phone is None:
        raise Refused(_("电话号码只有数字，比如 13800000000 或 0755-26000000"), code="bad_phone", field="phone")
    return phone


def reporter(*, phone: str = "", name: str = "", consent_purposes: Iterable[str] = (), channel: str = "web") -> Person:
    """The person who reports without an account: known by number, or new. Nothing given: a new person without data.

    A number given here never leads to somebody's account: nobody has proved that it is theirs. A name that is already
    known is not overwritten.
    """
    digits, shown, purposes = checked_phone(phone), fold(name)[:NAME_LENGTH], tuple(consent_purposes)
    # Somebody without a number or a wish cannot be refused half way, so the commonest report needs no savepoint.
    with transaction.atomic(savepoint=bool(digits or purposes)):
        return _reporter(digits, shown, purposes, channel)


def _reporter(digits: str, shown: str, purposes: Iterable[str], channel: str) -> Person:
    person = _known(digits) or _met(digits, shown)
    if shown and not person.name:
        Person.objects.filter(pk=person.pk, name="").update(name=shown)
        person.name = shown
    myself = Actor(person_id=person.pk)
    left = tuple(field for field, value in (("name", shown), ("phone", digits)) if value)
    if left:
        record.append(ContactLeft(person.pk, left, channel), actor=myself, about=person)
    for purpose in purposes:
        note(myself, person.pk, purpose, "given", channel)
    return person


def _known(digits: str) -> Person | None:
    if not digits:
        return None
    keys = [key_of(digits)] + [key_of(digits, secret) for secret in settings.SECRET_KEY_FALLBACKS]
    return Person.objects.filter(username__isnull=True, phone_key__in=keys).order_by("id").first()


def _met(digits: str, shown: str) -> Person:
    person = Person(name=shown, phone=digits, phone_key=key_of(digits))
    person.set_unusable_password()
    if not digits:  # nobody else can be the same person, so nothing can collide
        record.insert([person])
        return person
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError:  # the same number reported through another process a moment ago
        known = _known(digits)
        if known is None:
            raise
        return known
    return person


def read_contact(
    *,
    actor: Actor,
    person_id: int,
    purpose: str,
    about: Ref | models.Model,
    seat: Seat | None = None,
    fields: tuple[str, ...] = words.CONTACT_FIELDS,
) -> Contact:
    """Open a person's contact and write down who looked, in which seat, why. One's own is not logged.

    Refused: "purpose_needed" without a declared purpose; "denied" without a seat that has a reason (or when the rule of
    the matter says no); "withdrawn" when the person took back their agreement to the purpose; "too_many" when far more
    contacts are opened in an hour than anybody calls.
    """
    if purpose not in words.PURPOSES:
        raise Refused(_("请先写明为什么要看联系方式"), code="purpose_needed", field="purpose")
    matter = record.ref(about)
    given = _reason(actor, person_id, purpose, matter, seat)
    wanted = tuple(field for field in fields if serves(field, purpose))
    if actor.person_id == person_id:
        return _contact(person_id, fields)
    if purpose != "emergency" and latest_act(person_id, purpose) == "withdrawn":
        raise Refused(_("本人已经撤回同意，不能再用这个理由查看"), code="withdrawn")
    if not wanted:
        raise Refused(_("这个理由用不着这些信息"), code="denied")
    if not allow(f"contact:{actor.person_id}", LOOKS_AN_HOUR, 3600):
        raise Refused(_("一小时内查看得太多了，请过一会儿再来"), code="too_many")
    return _logged(actor, person_id, purpose, matter, given, wanted)


def _reason(actor: Actor, person_id: int, purpose: str, matter: Ref, seat: Seat | None) -> Seat | None:
    """The seat that is the reason to look; None for one's own data."""
    answer = require(actor, "people.read_contact", Reading(person_id, purpose, seat))
    rule = _reasons.get(matter.label)
    if rule is None or answer.seat is None:
        return answer.seat
    own = rule(actor, matter.id, person_id)
    if not own:
        raise Refused(own.reason, code="denied")
    return own.seat or answer.seat


def _contact(person_id: int, fields: tuple[str, ...]) -> Contact:
    row = Person.objects.values(*fields).get(pk=person_id)
    return Contact(person_id, **row)


@transaction.atomic
def _logged(
    actor: Actor, person_id: int, purpose: str, matter: Ref, seat: Seat | None, fields: tuple[str, ...]
) -> Contact:
    if seat is None or actor.person_id is None:
        raise Refused(_("这个岗位不需要看居民的联系方式"), code="denied")
    log = AccessLog.objects.create(
        subject_id=person_id,
        reader_id=actor.person_id,
        seat_id=seat.id,
        body_id=seat.body_id,
        fields=",".join(fields),
        purpose=purpose,
        about_label=matter.label,
        about_id=matter.id,
    )
    fact = ContactRead(person_id, log.pk, purpose, fields)
    record.append(fact, actor=actor, about=Ref("people.person", person_id), seat=seat)
    return _contact(person_id, fields)
