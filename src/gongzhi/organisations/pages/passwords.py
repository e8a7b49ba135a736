"""The operator's page on which somebody who lost their password gets a temporary one, shown once."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from gongzhi.kernel.errors import Refused
from gongzhi.organisations import services
from gongzhi.organisations.pages.actors import actor_of, for_people
from gongzhi.organisations.pages.forms import LendForm
from gongzhi.people import services as people

LENT, HOUR = 20, 3600  # temporary passwords that one operator gives in an hour, in seconds


@for_people
@sensitive_variables("password")
def lend(request: HttpRequest) -> HttpResponse:
    """Ask for whom; show the password with the answer and nowhere else."""
    actor = actor_of(request)
    if not next(actor.seats_as("operator"), None):
        raise PermissionDenied(_("只有系统管理员能给临时密码"))
    form = LendForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        password = _lent(request, form)
        if password:
            context = {"password": password, "username": request.POST["person"].strip()}
            return render(request, "organisations/lent.html", context)
    return render(request, "organisations/lend.html", {"form": form})


def _lent(request: HttpRequest, form: LendForm) -> str:
    actor = actor_of(request)
    if not people.allow(f"lend:{actor.person_id}", LENT, HOUR):
        form.add_error(None, _("一小时里给得太多了，请过一会儿再办"))
        return ""
    try:
        return services.lend_password(actor=actor, person_id=form.cleaned_data["person"])
    except Refused as refusal:
        form.add_error("person", str(refusal.message))
        return ""
