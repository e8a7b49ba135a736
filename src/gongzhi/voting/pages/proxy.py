"""An elector's own page of a proxy: how many somebody may hold and by which rule, give it, take it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gongzhi.kernel.digits import digits
from gongzhi.kernel.errors import Refused
from gongzhi.organisations.visitors import resident, speaker
from gongzhi.voting import selectors, services
from gongzhi.voting.pages.gate import public_vote
from gongzhi.voting.pages.helping_forms import HolderForm
from gongzhi.voting.selectors.desk import proxies_of


@resident
def proxy(request: HttpRequest, vote_id: int) -> HttpResponse:
    """GET: what stands; POST: give a proxy, or `end` it."""
    found, who = public_vote(vote_id), speaker(request)
    own = [one for one in selectors.my_ballot(who.person_id if who else None, found) if not one.proxy]
    wanted = digits(request.POST.get("for", request.GET.get("for", "")))
    mine = next((one for one in own if wanted in (None, one.elector.pk)), None)
    if who is None or mine is None:
        raise Http404(_("您不在这次投票的名册上。觉得应该在，可以提异议。"))
    here = f"{reverse('vote_proxy', args=[vote_id])}?for={mine.elector.pk}"
    if request.method == "POST" and "end" in request.POST:
        services.end_proxy(actor=who, elector_id=mine.elector.pk)
        messages.success(request, _("委托收回了，您自己投。"))
        return HttpResponseRedirect(here)
    form = HolderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.give_proxy_to(actor=who, elector_id=mine.elector.pk, **form.cleaned_data)
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("委托记下了。截止前可以收回。"))
            return HttpResponseRedirect(here)
    standing = next((one for one in proxies_of(vote_id) if one.elector_id == mine.elector.pk), None)
    most, why = services.most_and_why(found)
    context = {
        "vote": found, "mine": mine, "form": form, "standing": standing, "most": most, "why": why,
        "code": services.proxy_code(standing) if standing else "", "giving": found.state in ("noticed", "open"),
    }  # fmt: skip
    return render(request, "voting/proxy.html", context, status=422 if form.errors else 200)
