"""What in a text leads to one person, marked before anything is made public: a person confirms, the original stays.

Numbers are found by their form and their check sums, rooms by what stands around them, persons by the rules in `names`.
Every mark gives its place in the text as it was written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from gongzhi.triage.rules.names import names
from gongzhi.triage.rules.numbers import numbers
from gongzhi.triage.rules.rooms import rooms

# The kinds and what is shown in their place; when two overlap, the earlier kind gives the name.
TOKENS = {
    "identity": "[证件号码]",
    "card": "[银行账号]",
    "credit_code": "[信用代码]",
    "telephone": "[电话]",
    "passport": "[证件号码]",
    "email": "[邮箱]",
    "account": "[网络账号]",
    "plate": "[车牌]",
    "licence": "[证照号码]",
    "birth": "[出生日期]",
    "room": "[门牌]",
    "name": "[姓名]",
}
KINDS = tuple(TOKENS)
_TOKEN = re.compile(r"\[[\u4e00-\u9fff]{2,6}\]")  # what covering, by us or by others, has put there
_WORD_ONE = re.compile("一(?=[直个次点些样般天起家定共边会下旦切再时再向])")  # 一 that counts nothing
_CHINESE = str.maketrans("零〇○一壹幺二贰三叁四肆五伍六陆七柒八捌九玖拾", "00011122334455667788" + "99十")


@dataclass(frozen=True, order=True)
class Mark:
    """A piece of the text, `text[start:end]`, that leads to somebody: of which kind, and what gave it away."""

    start: int
    end: int
    kind: str
    why: str


def marks(text: str) -> list[Mark]:
    """Every mark, in the text's order; none overlaps another, and none touches a token that stands there already."""
    found = _seen(text)
    while more := _seen(covered(text, found)):  # what stands out only once its neighbour is covered
        found = list(_joined(sorted([*found, *_carried_back(more, found)])))
    return found


def covered(text: str, found: Iterable[Mark]) -> str:
    """The text with a word in place of each mark. Marks may come in any order; overlapping ones are covered as one.

    Covering what is covered changes nothing: `covered(t, marks(t))` holds no mark of its own.
    """
    parts, at = [], 0
    for mark in _joined(sorted(found)):
        parts += [text[at : mark.start], TOKENS[mark.kind]]
        at = mark.end
    return "".join([*parts, text[at:]])


def _seen(text: str) -> list[Mark]:
    """The marks of one look. Overlapping ones are one, from the first sign to the last, so that no digit survives."""
    plain = text if text.isascii() else "".join(map(_plain_sign, text))
    digits = _WORD_ONE.sub("弌", plain).translate(_CHINESE)
    found = [Mark(*one) for view in dict.fromkeys((plain, digits)) for one in numbers(view)]
    found += [Mark(begin, end, "room", why) for begin, end, why in rooms(digits)]
    starts = {mark.start for mark in found if mark.kind in ("telephone", "identity")}
    found += [Mark(begin, end, "name", why) for begin, end, why in names(plain, starts)]
    taken = [token.span() for token in _TOKEN.finditer(text)]
    free = (one for one in found if not any(one.start < end and begin < one.end for begin, end in taken))
    return list(_joined(sorted(free)))


def _carried_back(more: Iterable[Mark], found: Sequence[Mark]) -> Iterator[Mark]:
    """Marks of the covered text as marks of the text itself; none of them touches a token."""
    for mark in more:
        shift = grown = 0
        for one in found:
            if one.start + grown > mark.start:
                break
            grown += len(TOKENS[one.kind]) - (one.end - one.start)
            shift = grown
        yield Mark(mark.start - shift, mark.end - shift, mark.kind, mark.why)


def _joined(found: Iterable[Mark]) -> Iterator[Mark]:
    last: Mark | None = None
    for mark in found:
        if last is None or mark.start >= last.end:
            if last is not None:
                yield last
            last = mark
        else:
            best = min(last, mark, key=lambda one: KINDS.index(one.kind))
            last = Mark(last.start, max(last.end, mark.end), best.kind, best.why)
    if last is not None:
        yield last


def _plain_sign(sign: str) -> str:
    """One sign for one sign, so that places in the view are places in the text."""
    if sign.isascii():
        return sign
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    plain = unicodedata.normalize("NFKC", sign)
    return plain if len(plain) == 1 else sign
