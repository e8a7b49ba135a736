"""Read money and hours as people write them, and write them back: whole fen, whole minutes, never a fraction of either.

What could mean two amounts ("1,00", "1.000", "一万五") is refused rather than guessed.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from gongzhi.kernel.errors import Refused
from gongzhi.kernel.said import Said as _

LARGEST = 10**17  # fen: a quadrillion yuan; sums of many such still fit the database's whole numbers
LONGEST = 60

_SIGNS = re.compile(r"^(?:人民币|RMB|CNY|[¥￥])\s*|\s*(?:元整|圆整|元|圆|块|RMB|CNY|人民币)$", re.IGNORECASE)
_FIGURES = re.compile(r"^(\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?:\.(\d+))?\s*(万亿|亿|万|千|百)?$", re.ASCII)
_SCALES = {"": 0, "百": 2, "千": 3, "万": 4, "亿": 8, "万亿": 12}
_CENTS = 2
_NAMES = ("〇零", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
_DIGITS = {sign: digit for digit, signs in enumerate(_NAMES) for sign in signs}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_CHINESE = re.compile(
    r"^(?P<yuan>[〇零一壹二两贰三叁四肆五伍六陆七柒八捌九玖十拾百佰千仟万亿]+)"
    r"(?:[元圆块](?:零?(?P<jiao>[一壹二两贰三叁四肆五伍六陆七柒八捌九玖])[角毛])?"
    r"(?:零?(?P<fen>[一壹二两贰三叁四肆五伍六陆七柒八捌九玖])分)?)?整?$"
)
_MINUTES = re.compile(r"^(\d{1,12})(?:分钟|分|min|minutes?)$", re.ASCII)
_HOURS_MINUTES = re.compile(r"^(\d{1,12})个?小时(\d{1,2})(?:分钟|分)$", re.ASCII)
_CLOCK = re.compile(r"^(\d{1,3}(?:,\d{3})+|\d{1,15}):(\d\d)$", re.ASCII)
_DECIMAL = re.compile(r"^(\d{1,15}(?:\.\d{1,4})?)(?:个?小时|h|hours?)?$", re.ASCII)


def fen(text: str) -> int:
    """The amount in fen: "1,000.00", "1000元", "一千元", "１０００", "1.2万元", "￥1 000".

    Refused("not_money") with what to write instead: nothing, a negative amount, three decimals, groups that are no
    thousands, anything past `LARGEST`.
    """
    plain = unicodedata.normalize("NFKC", str(text)).strip()
    if not plain or len(plain) > LONGEST:
        raise _not_money()
    chinese = _CHINESE.match(plain.removeprefix("人民币").strip())
    amount = _in_chinese(chinese) if chinese else _in_figures(_bare(plain))
    if amount is None or amount > LARGEST:
        raise _not_money()
    return amount


def yuan(amount: int) -> str:
    """Fen as yuan with thousands and two decimals: "1,000.00"; an amount owed has a minus before it."""
    sign, whole = ("-" if amount < 0 else ""), abs(amount)
    return f"{sign}{whole // 100:,}.{whole % 100:02d}"


def minutes(text: str) -> int:
    """Hours in minutes: "1.5", "1:30", "1.5小时", "1小时30分", "90分钟". Refused("not_hours") for anything else."""
    plain = unicodedata.normalize("NFKC", str(text)).strip().replace(" ", "").lower()
    found = _read_minutes(plain) if len(plain) <= LONGEST else None
    if found is None or found > LARGEST:
        raise Refused(_("请写小时数，比如 1.5、1:30 或 90分钟。要大于等于零，算到分钟。"), code="not_hours")
    return found


def hours(amount: int) -> str:
    """Minutes as hours and minutes: "1:30"."""
    sign, whole = ("-" if amount < 0 else ""), abs(amount)
    return f"{sign}{whole // 60:,}:{whole % 60:02d}"


def _not_money() -> Refused:
    return Refused(_("请写钱数，比如 1000、1,000.00、1.2万元或一千元。不能是负数，最多两位小数。"), code="not_money")


def _bare(plain: str) -> str:
    before = ""
    while before != plain:
        before, plain = plain, _SIGNS.sub("", plain, count=1)
    return plain.strip()


def _in_figures(plain: str) -> int | None:
    found = _FIGURES.match(plain)
    if found is None:
        return None
    whole, part, scale = re.sub(r"[ ,]", "", found[1]), found[2] or "", _SCALES[found[3] or ""]
    if len(part) > scale + _CENTS:
        return None
    # The decimal point moves by whole places: nothing is rounded.
    return int(whole + part.ljust(scale + _CENTS, "0"))


def _in_chinese(found: re.Match[str]) -> int | None:
    whole = _number(found["yuan"])
    if whole is None:
        return None
    return whole * 100 + _DIGITS.get(found["jiao"] or "零", 0) * 10 + _DIGITS.get(found["fen"] or "零", 0)


def _number(signs: str) -> int | None:
    """A number in Chinese numerals, by sections of 亿 and 万; None for what is written in no such way."""
    total = 0
    for mark, worth in (("亿", 10**8), ("万", 10**4)):
        if mark in signs:
            head, _mark, signs = signs.partition(mark)
            part = _section(head)
            if not part or mark in signs or (len(signs) == 1 and signs not in _UNITS):
                return None  # 一万五 says fifteen thousand to one and ten thousand and five to another
            total += part * worth
    rest = _section(signs) if signs else 0
    return None if rest is None else total + rest


def _section(signs: str) -> int | None:
    """Below ten thousand: 一千零五十, 十五; None when a unit comes twice, upward, or a digit stands without one."""
    total, digit, least, zero = 0, -1, 10_000, True
    for sign in signs:
        if sign in _UNITS:
            worth = _UNITS[sign]
            if worth >= least or digit == 0 or (digit < 0 and (worth != 10 or total)):
                return None
            total, digit, least, zero = total + max(digit, 1) * worth, -1, worth, False
        elif digit > 0:
            return None
        elif sign in _DIGITS:
            zero, digit = zero or _DIGITS[sign] == 0, _DIGITS[sign]
        else:
            return None
    if digit > 0 and least > 10 and not zero:
        return None  # 一千五: a thousand and five hundred, or and five
    return total + max(digit, 0)


def _read_minutes(plain: str) -> int | None:
    short = _MINUTES.match(plain)
    if short:
        return int(short[1])
    parts = _HOURS_MINUTES.match(plain) or _CLOCK.match(plain)
    if parts:
        return int(parts[1].replace(",", "")) * 60 + int(parts[2]) if int(parts[2]) < 60 else None
    decimal = _DECIMAL.match(plain)
    whole = Decimal(decimal[1]) * 60 if decimal else Decimal("0.5")
    return int(whole) if whole == whole.to_integral_value() else None
