"""The forms of signing in; every attempt counts against a limit that all server processes share."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm as AllauthLogin
from allauth.account.forms import ReauthenticateForm as AllauthReauthenticate
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.people.models import Person
from gongzhi.people.pages.adapters import check_code, too_many
from gongzhi.people.rules import fold
from gongzhi.people.services import note_second_factor

_NAME = {"required": _("请写用户名")}
_PASSWORD = {"required": _("请写密码")}
_CODE = {"required": _("请写六位验证码或一个备用码")}


def _plain(name: str, **attrs: str) -> dict[str, str]:
    """No capital letters, no correction: what is typed is what is meant."""
    return {"autocomplete": name, "autocapitalize": "none", "autocorrect": "off", "spellcheck": "false", **attrs}


class SignInForm(AllauthLogin):
    """User name and password; pasting and password managers are welcome."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label=_("用户名"), max_length=60, widget=forms.TextInput(_plain("username")), error_messages=_NAME
        )
        self.fields["password"] = forms.CharField(
            label=_("密码"),
            strip=False,
            max_length=200,
            widget=forms.PasswordInput(_plain("current-password")),
            error_messages=_PASSWORD,
        )
        self.fields["remember"] = forms.BooleanField(label=_("这是我自己的设备，两周内不用再登录"), required=False)
        self.order_fields(["login", "password", "remember"])

    def clean_login(self) -> str:
        """Full-width letters and capitals are the same name."""
        return fold(self.cleaned_data["login"]).lower()


class PasswordAgainForm(AllauthReauthenticate):
    """The password once more, before something that a borrowed device must not do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"] = forms.CharField(
            label=_("密码"),
            strip=False,
            widget=forms.PasswordInput(_plain("current-password")),
            error_messages=_PASSWORD,
        )


def _code_field(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=20, widget=forms.TextInput(_plain("one-time-code")), error_messages=_CODE
    )


class _Counted:
    """A form that takes a code: attempts are counted first, and a right one is noted in the session."""

    user: Person
    cleaned_data: dict[str, Any]

    def clean_code(self) -> str:
        """The code, if there are attempts left and it is right."""
        if not check_code(self.user.pk):
            raise too_many()
        self.cleaned_data["code"] = fold(self.cleaned_data["code"]).replace(" ", "")
        return str(super().clean_code())  # type: ignore[misc]

    def save(self) -> None:
        """The session knows that this person has shown a second factor."""
        super().save()  # type: ignore[misc]
        note_second_factor(context.request.session, self.user.pk)


class CodeForm(_Counted, AuthenticateForm):
    """The code at sign-in."""

    code = _code_field(_("六位验证码，或一个备用码"))


class CodeAgainForm(_Counted, ReauthenticateForm):
    """The code once more, in a session that began without one."""

    code = _code_field(_("六位验证码，或一个备用码"))


class ActivateForm(_Counted, ActivateTOTPForm):
    """The first code, which proves that the telephone has the secret."""

    code = _code_field(_("手机上显示的六位数"))


def _new_password(label: Any) -> forms.CharField:
    """A password that is being chosen."""
    return forms.CharField(
        label=label,
        help_text=_("至少 8 位，不要全是数字，可以让手机替您记住"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(_plain("new-password")),
        error_messages=_PASSWORD,
    )


class SignUpForm(forms.Form):
    """An account needs a name to sign in with and a password; all else is the person's choice."""

    username = forms.CharField(
        label=_("用户名"),
        help_text=_("3 到 30 个汉字、字母或数字，自己记得住就行"),
        max_length=60,
        widget=forms.TextInput(_plain("username")),
        error_messages=_NAME,
    )
    password = _new_password(_("密码"))
    name = forms.CharField(
        label=_("怎么称呼您"),
        help_text=_("办事的人看得到，比如“王女士”"),
        required=False,
        max_length=60,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=_("电话"),
        help_text=_("只给办您这件事的人看，谁看过您查得到"),
        required=False,
        max_length=30,
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
    )


class NewPasswordForm(forms.Form):
    """The old password and the new one."""

    old = forms.CharField(
        label=_("现在的密码"),
        strip=False,
        widget=forms.PasswordInput(_plain("current-password")),
        error_messages=_PASSWORD,
    )
    password = _new_password(_("新密码"))
