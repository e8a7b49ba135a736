"""What a person agrees to and takes back; every act is added, none is changed."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.people import words
from gongzhi.people.events import ConsentGiven, ConsentWithdrawn, StatisticsErased
from gongzhi.people.models import Consent, Person, SelfDescription
from gongzhi.people.selectors import latest_act
from gongzhi.record import services as record

STATISTICS = "statistics"


def note(actor: Actor, person_id: int, purpose: str, act: str, channel: str) -> bool:
    """Add the act unless it says what already holds; returns whether it was added."""
    if purpose not in words.PURPOSES:
        raise Refused(_("没有这个用途"), code="unknown_purpose", field="purpose")
    if channel not in words.CHANNELS:
        raise Refused(_("没有这个渠道"), code="unknown_channel", field="channel")
    if latest_act(person_id, purpose) == act:
        return False
    answer = require(actor, "people.note_consent", person_id)
    Consent.objects.create(person_id=person_id, purpose=purpose, act=act, channel=channel)
    fact = ConsentGiven if act == "given" else ConsentWithdrawn
    about = Ref("people.person", person_id)
    record.append(fact(person_id, purpose, channel), actor=actor, about=about, seat=answer.seat)
    return True


@transaction.atomic
def give_consent(*, actor: Actor, person_id: int, purpose: str, channel: str = "web") -> bool:
    """The person agrees to a purpose (PIPL art. 14). False when they already did."""
    return note(actor, person_id, purpose, "given", channel)


@transaction.atomic
def withdraw_consent(*, actor: Actor, person_id: int, purpose: str, channel: str = "web") -> bool:
    """The person takes an agreement back, as easily as it was given (PIPL art. 15). False when there was none.

    With the consent to statistics goes what was said for them.
    """
    list(Person.objects.select_for_update().filter(pk=person_id))  # nothing is said anew while it is taken back
    if latest_act(person_id, purpose) != "given":
        return False
    done = note(actor, person_id, purpose, "withdrawn", channel)
    if purpose == STATISTICS and SelfDescription.objects.filter(person_id=person_id).delete()[0]:
        about = Ref("people.person", person_id)
        record.append(StatisticsErased(person_id, "request"), actor=actor, about=about)
    return done
