"""Applications by residents, alone or together: one person signs once, and nobody sees who else did (row C08)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.deliberation.events import TopicSigned
from gongzhi.deliberation.models import Signature
from gongzhi.deliberation.services.topics import lock_topic, new_signers, speaker_of
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.record.services import append


def sign(*, actor: Actor, topic_id: int) -> int:
    """Stand behind an application; returns how many do. Signing twice, or by a second account with the same
    telephone, is signing once. Refused: "not_open" (no application, or heard already), "denied".
    """
    with transaction.atomic():
        topic = lock_topic(topic_id)
        me = speaker_of(actor, topic)
        if topic.origin != "request" or topic.state != "raised":
            raise Refused(_("这里现在不收签名。"), code="not_open")
        if not new_signers(topic, [me]):
            return topic.signatures.count()
        Signature.objects.create(topic=topic, person_id=me, at=clock.now())
        many = topic.signatures.count()
        append(TopicSigned(topic.pk, many), actor=actor, about=topic.ref)
    return many


def unsign(*, actor: Actor, topic_id: int) -> int:
    """Take one's signature back while the application waits; returns how many still stand. Refused("not_open")."""
    with transaction.atomic():
        topic = lock_topic(topic_id)
        me = speaker_of(actor, topic)
        if topic.state != "raised":
            raise Refused(_("这里现在不收签名。"), code="not_open")
        topic.signatures.filter(person_id=me).delete()
        many = topic.signatures.count()
        append(TopicSigned(topic.pk, many), actor=actor, about=topic.ref)
    return many
