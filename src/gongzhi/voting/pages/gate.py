"""Which vote somebody stands before, and who enters the desk of those who hold it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.permit import may
from gongzhi.organisations import visitors
from gongzhi.voting import selectors
from gongzhi.voting.models import Vote

desk = visitors.desk(gettext_lazy("这一页给组织投票的人用。投自己的票，请看投票页。"))


def public_vote(vote_id: int) -> Vote:
    """A vote that everybody may know of; 404 for a draft."""
    found = selectors.vote(vote_id)
    if found is None or found.state in ("drafted", "rolled"):
        raise Http404(_("没有这次投票，请回到列表再选。"))
    return found


def desk_vote(actor: Actor, vote_id: int, permit: str = "vote.watch") -> Vote:
    """The vote, if the actor has this power over it; else 404, or 403 with the reason."""
    found = selectors.vote(vote_id)
    if found is None:
        raise Http404
    answer = may(actor, permit, found)
    if not answer:
        raise PermissionDenied(str(answer.reason))
    return found
