"""Hand a certificate out: to all in its public form, exactly to whoever is entitled, which goes on the record."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.permit import require
from gongzhi.record.services import append
from gongzhi.rulebook import selectors as rulebook
from gongzhi.voting.events import RowsRead
from gongzhi.voting.models import Certificate, Vote
from gongzhi.voting.rules import certificate
from gongzhi.voting.services.acts import about


def public_form(row: Certificate) -> dict[str, Any]:
    """What everybody downloads: an owners' rows as sums, everything else as it is."""
    return certificate.public(row.data, rulebook.number("public.small_count", row.at.astimezone(clock.CHINA).date()))


def read_rows(*, actor: Actor, vote: Vote, row: Certificate) -> dict[str, Any]:
    """The exact certificate, for those entitled to it. Refused("denied")."""
    with transaction.atomic():
        seat = require(actor, "vote.read_rows", vote).seat
        append(RowsRead(vote.pk), actor=actor, about=about(vote), seat=seat)
    return dict(row.data)
