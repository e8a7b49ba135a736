"""The page for somebody who has just moved in: whom to turn to, what rights they have, how to be heard, a seat."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from gongzhi.deliberation.pages.covenants_gate import community_of, served_places
from gongzhi.deliberation.selectors import covenants as reading
from gongzhi.deliberation.selectors.table import is_ready
from gongzhi.deliberation.services.seating import welcome
from gongzhi.kernel import clock
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations.visitors import address, new_speaker, resident, speaker
from gongzhi.organisations.words import BODY_KINDS

GROUPS = ("volunteer_team", "social_org", "residents_committee", "service_station", "owners_committee", "building_team")
MOST = 12
# What everybody who lives here may do, with the address where it is done; none of it asks for a registration.
WAYS = (
    ("report", gettext_lazy("遇到事，说一声，几天内有答复")),
    ("topics", gettext_lazy("看大家在商量什么，也说一说")),
    ("opinions", gettext_lazy("对大家的说法，同意不同意点一点")),
    ("covenants", gettext_lazy("看这里的规矩，给草案提修改")),
    ("meetings", gettext_lazy("看哪天开会，去旁听、发言")),
    ("months", gettext_lazy("看社区这个月认领了哪些事")),
)
RIGHTS = (
    gettext_lazy("反映、提建议、评办得好不好：和户籍没有关系。"),
    gettext_lazy("商量事情时，外来居民要有人坐在桌边。"),
    gettext_lazy("公约管到您，您也能给公约提修改。"),
    gettext_lazy("居委会的账目和决定，您能看也能问。"),
    gettext_lazy("常住在这里的，也能登记为居委会的选民。"),
)


@require_safe
@resident
def newcomers(request: HttpRequest) -> HttpResponse:
    """The welcome page of a community."""
    place = community_of(request)
    if place is None:
        return render(request, "deliberation/covenants_choose.html", {"served": served_places()})
    who = speaker(request)
    bodies = sorted(organisations.bodies_within(place, GROUPS), key=lambda body: (GROUPS.index(body.kind), body.name))
    context = {
        "place": place, "ways": [(url, words) for name, words in WAYS if (url := address(name))], "rights": RIGHTS,
        "groups": [(body, BODY_KINDS[body.kind]) for body in bodies[:MOST]],
        "ready": is_ready(who.person_id if who else None, place),
        "rules": reading.rules_here(place, clock.today().date()),
    }  # fmt: skip
    return render(request, "deliberation/newcomers.html", context)


@require_POST
@resident
def pool(request: HttpRequest) -> HttpResponse:
    """Say that one is ready to sit for the newcomers when a topic concerns them, or no more."""
    place: Any = community_of(request)
    if place is None:
        raise Http404
    ready = "back" not in request.POST
    welcome(actor=new_speaker(request), place_id=place.pk, ready=ready)
    messages.success(request, _("记下了。有事要商量时，会请您来坐。") if ready else _("退出了，随时可以再来。"))
    return redirect(f"{address('newcomers')}?at={place.code}")
