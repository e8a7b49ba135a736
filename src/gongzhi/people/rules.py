"""Pure reasoning about personal data: what a telephone number is, and how much of a contact a list may show."""

from __future__ import annotations

import re
import unicodedata

from gongzhi.people.words import FIELDS, PersonalField

_PHONE = re.compile(r"^\d{5,15}$")
_USERNAME = re.compile(r"^[\w.\-]{3,30}$")


def fold(text: str) -> str:
    """Full-width letters and digits as plain ones, without surrounding blanks."""
    return unicodedata.normalize("NFKC", text or "").strip()


def phone_of(text: str) -> str | None:
    """The digits of a telephone number without the country's code; "" for nothing given, None for no number."""
    digits = re.sub(r"[\s\-()（）.]", "", fold(text))
    digits = re.sub(r"^(\+|00)86", "", digits)
    if not digits:
        return ""
    return digits if _PHONE.match(digits) and digits.isascii() else None


def username_of(text: str) -> str | None:
    """The name somebody signs in with, in lower case; None when it is not one."""
    name = fold(text).lower()
    return name if _USERNAME.match(name) else None


def masked_phone(phone: str) -> str:
    """A number of which nobody is called: "138****5678"."""
    if len(phone) < 8:
        return "*" * len(phone)
    return f"{phone[:3]}{'*' * (len(phone) - 7)}{phone[-4:]}"


def masked_name(name: str) -> str:
    """A name that tells people apart in a list and no more: "王**"."""
    return name[:1] + "*" * min(len(name) - 1, 2) if name else ""


def field_named(name: str) -> PersonalField:
    """The declaration of a personal field; KeyError for a field that nobody declared."""
    return next(field for field in FIELDS if field.name == name)


def serves(field: str, purpose: str) -> bool:
    """Whether the field may be opened for the purpose."""
    return purpose in field_named(field).purposes
