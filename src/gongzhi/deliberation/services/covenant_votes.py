"""Put a rule text to the vote of those whom it will bind: drawn up with the lawful rule, about this edition only."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.deliberation.models import Edition
from gongzhi.deliberation.rules.selfrules import rule_kinds
from gongzhi.deliberation.services.covenant_moves import move_covenant
from gongzhi.deliberation.services.covenants import lock_edition
from gongzhi.deliberation.words import covenants as words
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.organisations import selectors as organisations
from gongzhi.voting import services as voting

OWNERS_MATTER = "covenant"  # the second matter of 民法典 art. 278


def call_vote(
    *, actor: Actor, edition_id: int, rule: str, opens: datetime, closes: datetime, seen: int | None = None
) -> Edition:
    """Draw the vote up and put the edition to it. Refused: "wrong_rule", what is missing, what a vote asks."""
    with transaction.atomic():
        edition = lock_edition(edition_id, seen)
        require(organisations.fresh(actor), "covenant.draft", edition)
        covenant = edition.covenant
        if rule not in rule_kinds()[covenant.rule_kind].decided_by:
            raise Refused(_("这一种规矩不能按这种规则表决。"), code="wrong_rule", field="rule")
        title = _("表决《{title}》第 {n} 版").format(title=covenant.title, n=edition.number)
        vote = voting.draw_up(
            actor=actor, about=edition.ref, body_id=covenant.keeper_id, place_id=covenant.place_id, title=title,
            rule=rule, matter=OWNERS_MATTER if rule == "owners" else "", opens=opens, closes=closes,
            question=str(words.RULE_KINDS[covenant.rule_kind]),
        )  # fmt: skip
        return move_covenant(actor=actor, edition_id=edition_id, move="put_to_vote", vote_id=vote.pk)
