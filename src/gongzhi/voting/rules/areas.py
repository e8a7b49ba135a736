"""Areas as whole hundredths of a square metre, and how people write them."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

_UNIT = re.compile(r"(平方米|平米|m2|㎡|sqm|平方公尺|方)$", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{0,12})?|\.[0-9]{1,12}", re.ASCII)
_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?", re.ASCII)
_FULL_STOPS = str.maketrans({"。": ".", "．": ".", "，": ",", "、": ","})


class BadArea(ValueError):
    """The text is no area; `code` says why: absent, unreadable, too_fine, not_positive."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_area(text: str) -> int:
    """Hundredths of a square metre from "１，２３４.５０㎡", "85.2 平方米" or "85.20". BadArea for anything else.

    Nothing is rounded: a third decimal place that is not zero is refused, because a share may hang on it.
    """
    plain = unicodedata.normalize("NFKC", text.translate(_FULL_STOPS)).replace(" ", "").replace("'", "")
    if not plain:
        raise BadArea("absent")
    plain = _UNIT.sub("", plain)
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    if not _NUMBER.fullmatch(plain):
        raise BadArea("unreadable")
    hundredths = Decimal(plain) * 100
    if hundredths != hundredths.to_integral_value():
        raise BadArea("too_fine")
    if hundredths <= 0:
        raise BadArea("not_positive")
    return int(hundredths)


def say_area(hundredths: int) -> str:
    """Square metres with two places: 8520 gives "85.20"."""
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{abs(hundredths) // 100}.{abs(hundredths) % 100:02d}"
