"""How django-allauth speaks and acts in this house: our words, our limits, our services, sealed secrets."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.forms import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gongzhi.people.models import Person
from gongzhi.people.rules import fold
from gongzhi.people.services import allow, forget

FIVE_MINUTES, AN_HOUR = 300, 3600
_SAID = {
    "mfa/messages/totp_activated.txt": _("验证码已设好，以后登录要输入它"),
    "mfa/messages/totp_deactivated.txt": _("验证码已停用"),
    "mfa/messages/recovery_codes_generated.txt": _("新的备用码已生成，旧的不能再用"),
}
_WRONG = _("用户名或密码不对，请再试一次")
_TOO_MANY = _("试的次数太多了，请五分钟后再试；急事请打社区电话")


def check_sign_in(name: str, address: str) -> bool:
    """Count one more attempt; False when there were too many for this name, or from this address."""
    return all(
        (
            allow(f"sign-in|{name}|{address}", 5, FIVE_MINUTES),
            allow(f"sign-in|{name}", 50, AN_HOUR),
            allow(f"sign-in-from|{address}", 100, FIVE_MINUTES),
        )
    )


def check_code(person_id: int) -> bool:
    """Count one more attempt at a person's six digits: a million guesses need longer than a code lives."""
    return allow(f"code|{person_id}", 5, FIVE_MINUTES)


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by user name and password, with the house's limits and words."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _WRONG,
        "enter_current_password": _("请输入现在的密码"),
        "incorrect_code": _("验证码不对，请看手机上现在的六位数"),
        "incorrect_password": _("密码不对，请再试一次"),
        "invalid_login": _WRONG,
        "rate_limited": _TOO_MANY,
        "too_many_login_attempts": _TOO_MANY,
        "username_password_mismatch": _WRONG,
    }

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse before a password is looked at when too many were tried."""
        name = fold(str(credentials.get("username", ""))).lower()
        if not check_sign_in(name, self.get_client_ip(request)):
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """The person with this name and password, or None; somebody who got in may try anew."""
        person = super().authenticate(request, **credentials)
        if person is not None and not person.is_active:  # reads like any wrong sign-in
            return None
        if person is not None:
            name = fold(str(credentials.get("username", ""))).lower()
            forget(f"sign-in|{name}|{self.get_client_ip(request)}", FIVE_MINUTES)
        return person

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *rest: Any, **more: Any
    ) -> None:
        """Only what a person needs to be told, in our words; signing in and out speak for themselves."""
        if message_template in _SAID:
            messages.add_message(request, level, _SAID[message_template])


class MFAAdapter(DefaultMFAAdapter):
    """Seals the secrets of second factors with the deployment's key, so that a copied database opens no account."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("现在不能停用验证码"),
        "cannot_generate_recovery_codes": _("请先设好验证码，再生成备用码"),
        "incorrect_code": _("验证码不对，请看手机上现在的六位数"),
    }

    def encrypt(self, text: str) -> str:
        """Sealed text for the database."""
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The text that was sealed, also with a key of before."""
        return _seal().decrypt(encrypted_text.encode()).decode()

    def _get_user_identifier(self, user: Person) -> str:  # type: ignore[override]
        return user.username or ""


def _seal() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"gongzhi.people.seal|" + key.encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def too_many() -> ValidationError:
    """The error of a form that was sent too often."""
    return ValidationError(_TOO_MANY, code="too_many")


def address_of(request: HttpRequest | None = None) -> str:
    """Where the request comes from; used as a key that is digested and never kept."""
    return str(AccountAdapter().get_client_ip(request or context.request))
