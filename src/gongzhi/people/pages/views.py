"""Opening an account, changing a password, and the few pages of sign-in that are our own."""

from __future__ import annotations

from typing import Any

from allauth.mfa.totp.views import ActivateTOTPView
from django import forms
from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.people import services
from gongzhi.people.models import Person
from gongzhi.people.pages.adapters import AN_HOUR, FIVE_MINUTES, address_of, too_many
from gongzhi.people.pages.forms import NewPasswordForm, SignUpForm

BACKEND = "django.contrib.auth.backends.ModelBackend"


def next_address(request: HttpRequest, otherwise: str = "/") -> str:
    """Where the person wanted to go, if it is a page of this very site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    here = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if here else otherwise


def put(form: forms.Form, refusal: Refused) -> None:
    """Show the refusal at the field that is at fault."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))


@sensitive_post_parameters("password")
@never_cache
def sign_up(request: HttpRequest) -> HttpResponse:
    """Open an account and be signed in."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(next_address(request))
    form = SignUpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        person = _registered(request, form)
        if person is not None:
            login(request, person, backend=BACKEND)
            return HttpResponseRedirect(next_address(request))
    return render(request, "account/signup.html", {"form": form, "next": next_address(request, "")})


def _registered(request: HttpRequest, form: SignUpForm) -> Person | None:
    if not services.allow(f"sign-up|{address_of(request)}", 20, AN_HOUR):
        form.add_error(None, too_many())
        return None
    try:
        return services.register_account(**form.cleaned_data, language=get_language() or "zh-hans")
    except Refused as refusal:
        put(form, refusal)
        return None


@sensitive_post_parameters("old", "password")
@never_cache
@login_required
def change_password(request: HttpRequest) -> HttpResponse:
    """A new password for the old one; every other session of this person ends."""
    form = NewPasswordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _password_changed(request, form):
        messages.success(request, _("密码换好了，其他设备上的登录都已退出"))
        return HttpResponseRedirect(next_address(request))
    return render(request, "account/password_change.html", {"form": form, "next": next_address(request, "")})


def _password_changed(request: HttpRequest, form: NewPasswordForm) -> bool:
    person = Person.objects.get(pk=int(request.user.pk or 0))
    if not services.allow(f"old-password|{person.pk}", 5, FIVE_MINUTES):
        form.add_error(None, too_many())
        return False
    if not person.check_password(form.cleaned_data["old"]):
        form.add_error("old", _("现在的密码不对，请再试一次"))
        return False
    try:
        actor = Actor(person_id=person.pk)
        services.set_password(actor=actor, person_id=person.pk, password=form.cleaned_data["password"])
    except Refused as refusal:
        put(form, refusal)
        return False
    update_session_auth_hash(request, Person.objects.get(pk=person.pk))
    return True


class ActivateView(ActivateTOTPView):
    """Set up a second factor; the code that proves it counts as shown in this session."""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        services.note_second_factor(self.request.session, self.request.user.pk)
        return response
