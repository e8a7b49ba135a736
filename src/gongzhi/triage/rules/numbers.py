"""Numbers that lead to one person or one door, with the sums that tell a real one from any other row of digits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

# What people put between digits: spaces, dashes, dots, brackets, and signs that cannot be seen.
S = r"[ \t\u3000\-–—‐−_.·/()\u200b-\u200f\u2060\ufe0f\u20e3\ufeff]{0,3}"
_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_PROVINCES = frozenset((
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53,
    54, 61, 62, 63, 64, 65, 71, 81, 82, 83, 91,
))  # fmt: skip
_PLATE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领"
_CARDS = (
    "身份证|证件号|护照|通行证|回乡证|台胞证|居留证|居住证|驾驶证|驾照|行驶证|档案编号|营业执照|执照号|"
    "许可证|房产证|不动产权证?|房权证|土地证|社保|医保|残疾证|"
    "退休证|工作证|工号|学号|学籍|病历号|住院号|军官证|士兵证|结婚证|离婚证|老年证|优待证|警号|准驾证|"
    "从业资格证|资格证|准考证|低保证|牌照"
)  # fmt: skip
_DATE = re.compile(r"(?:19|20)\d\d\D\d{1,2}\D\d{1,2}(?:\D\d{0,2})?")
Found = tuple[int, int, str, str]


def numbers(view: str) -> Iterator[Found]:
    """(begin, end, kind, why) of every number found in one view of the text; they may overlap."""
    for pattern, kind, why, holds in _FINDERS:
        for found in pattern.finditer(view):
            group = "m" if "m" in pattern.groupindex else 0
            if holds(found.group(group)):
                yield found.start(group), found.end(group), kind, why


def is_identity(text: str) -> bool:
    """Whether 18 or 15 signs form an identity number: province, date of birth, and for 18 the check sign (GB 11643).

    A number whose check sign alone is wrong still leads to its owner, so it counts while province and date hold.
    """
    digits = _bare(text)
    if len(digits) not in (15, 18) or not digits[:-1].isdecimal() or int(digits[:2]) not in _PROVINCES:
        return False
    born = digits[6:14] if len(digits) == 18 else "19" + digits[6:12]
    try:
        return date(int(born[:4]), int(born[4:6]), int(born[6:])).year >= 1880
    except ValueError:
        return False


def is_card(text: str) -> bool:
    """Whether 15 to 19 digits satisfy the check sum of bank cards (Luhn)."""
    digits = _bare(text)
    if not 15 <= len(digits) <= 19 or len(set(digits)) < 3:
        return False
    doubled = (int(sign) * (1 + at % 2) for at, sign in enumerate(reversed(digits)))
    return sum(value - 9 * (value > 9) for value in doubled) % 10 == 0


def is_credit_code(text: str) -> bool:
    """Whether 18 signs form a unified social credit code (GB 32100)."""
    code = _bare(text)
    if len(code) != 18 or any(sign not in _LETTERS for sign in code):
        return False
    total = sum(_LETTERS.index(sign) * pow(3, at, 31) for at, sign in enumerate(code[:17]))
    return _LETTERS[(31 - total % 31) % 31] == code[17]


def _bare(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum()).upper()


def _any(_text: str) -> bool:
    return True


def _has_digit(text: str) -> bool:
    return sum(sign.isdecimal() for sign in text) >= 2


def _is_no_date(text: str) -> bool:
    return _DATE.fullmatch(text) is None


def _digits(least: int, most: int) -> str:
    return rf"\d(?:{S}\d){{{least - 1},{most - 1}}}"


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.ASCII)


_OWN, _END = r"(?<![0-9])", r"(?![0-9])"
_LINK = r"(?:号码?|群|账号|帐号|是|为|[:：]|加|我|的|[\s（(“\"]){0,6}"
_FINDERS: tuple[tuple[re.Pattern[str], str, str, Callable[[str], bool]], ...] = tuple(
    (_compiled(pattern), kind, why, holds)
    for pattern, kind, why, holds in (
        (rf"{_OWN}[1-9]{S}{_digits(16, 16)}{S}[0-9x](?![0-9a-z])", "identity", "province, date of birth", is_identity),
        (rf"{_OWN}[1-9]{S}{_digits(14, 14)}{_END}", "identity", "province, date of birth", is_identity),
        (
            rf"(?<![0-9a-z]){_LETTERS[:1]}?[0-9a-z]{{2}}\d{{6}}[0-9a-z]{{10}}(?![0-9a-z])",
            "credit_code",
            "check sum",
            is_credit_code,
        ),
        (rf"(?:信用代码|税号|纳税人识别号){_LINK}(?P<m>[0-9a-z]{{15,20}})", "credit_code", "named so", _has_digit),
        (rf"{_OWN}[2-9]{S}{_digits(14, 18)}{_END}", "card", "check sum of cards", is_card),
        (
            rf"(?:卡号|银行卡|账号|账户|帐号|帐户|工行|农行|建行|中行|招行|"
            rf"存折)[^\d\n，。]{{0,8}}(?P<m>{_digits(9, 24)})",
            "card",
            "named so",
            _any,
        ),
        (rf"{_OWN}(?:(?:\+|00)?86{S})?1{S}[3-9]{S}{_digits(9, 9)}{_END}", "telephone", "mobile number", _any),
        (rf"{_OWN}1[3-9]\d{S}[*x×•]{{3,6}}{S}\d{{3,4}}{_END}", "telephone", "mobile number, partly covered", _any),
        (
            rf"{_OWN}(?:(?:\+|00)?86{S})?\(?0\d{{2,3}}\)?{S}[2-9]{S}{_digits(6, 7)}{_END}(?:{S}(?:转|"
            rf"ext\.?)?{S}\d{{1,6}}{_END})?",
            "telephone",
            "land line",
            _any,
        ),
        (rf"{_OWN}[48]{S}0{S}0{S}{_digits(7, 7)}{_END}", "telephone", "400 number", _any),
        (
            rf"(?:电话|座机|固话|热线|致电|拨打|手机|联系方式|传真|号码|\btel\b|\bphone\b|"
            rf"\bmobile\b)[^\d\n，。；]{{0,8}}(?P<m>{_digits(7, 12)}){_END}",
            "telephone",
            "named so",
            _is_no_date,
        ),
        (
            rf"(?<![0-9a-z])(?!gb|ga|cj|hj|dg|db|cs|sl)[eghmdpscw][a-z]?{S}{_digits(7, 10)}{_END}",
            "passport",
            "form of passports and permits",
            _any,
        ),
        (r"(?<![0-9a-z])[a-z]{1,2}\d{6}\([0-9a]\)", "passport", "form of Hong Kong identity cards", _any),
        (
            r"(?<![0-9a-z._%+-])[0-9a-z][0-9a-z._%+-]*\s?@\s?[0-9a-z-]+(?:\.[0-9a-z-]+)+",
            "email",
            "form of addresses",
            _any,
        ),
        (rf"(?:qq|扣扣|企鹅|球球){_LINK}(?P<m>{_digits(5, 12)})", "account", "QQ number", _any),
        (
            rf"(?:微信|薇信|威信|加v|(?:vx|v信|wx|wechat|"
            rf"weixin)(?![a-z])){_LINK}(?:id)?[:：\s]*(?P<m>[a-z][-_a-z0-9]{{4,19}}|{_digits(5, 12)})",
            "account",
            "WeChat name",
            _any,
        ),
        (
            rf"[{_PLATE}][ ·•・.\-]{{0,2}}[a-z][ ·•・.\-]{{0,2}}(?:[0-9a-z][ "
            rf"·\-]?){{4,5}}[0-9a-z挂学警港澳](?![0-9a-z])",
            "plate",
            "form of plates",
            _has_digit,
        ),
        (rf"[{_PLATE}]\s?z[ ·•・.\-]{{0,2}}[0-9a-z]{{4}}[港澳]", "plate", "form of plates", _any),
        (
            r"车牌(?:号码?|是|为|[:：]|尾号|\s){0,4}(?P<m>[a-z][ ·•・.\-]?[0-9a-z]{5,6})(?![0-9a-z])",
            "plate",
            "named so",
            _has_digit,
        ),
        (
            rf"(?:{_CARDS})(?:号码?|编号|[是为:：\s字第（(]){{0,8}}(?P<m>[0-9a-z](?:{S}[0-9a-z]){{4,24}})",
            "licence",
            "named so",
            _has_digit,
        ),
        (r"[\u4e00-\u9fff]{0,4}字第\s?(?P<m>[0-9a-z][0-9a-z-]{5,20})\s?号", "licence", "form of licences", _has_digit),
        (
            r"(?:出生(?:日期|年月日?|于|在)?|(?<!先)生于|生日|"
            r"诞辰)[^\d十\n，。]{0,4}(?P<m>\d{2,4}\s?[年./-]\s?[\d十]{1,3}(?:\s?[月./-]\s?[\d十廿]{1,4}[日号]?)?月?)",
            "birth",
            "named so",
            _any,
        ),
        (
            r"(?P<m>\d{4}\s?[年./-]\s?[\d十]{1,3}\s?[月./-]?\s?(?:[\d十廿]{1,4}\s?[日号]?)?)(?=\s?(?:出生|"
            r"生人|生，|生,|生于))",
            "birth",
            "named so",
            _any,
        ),
        (r"(?:出生(?:日期|年月日?)?|生日)[^\d\n，。]{0,4}(?P<m>(?:19|20)\d{6})(?!\d)", "birth", "named so", _any),
    )
)
