"""Which column holds which wanted field: by name when the person says so, by the usual headings otherwise."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence

from gongzhi.kernel.errors import Refused
from gongzhi.kernel.said import Said as _

_NOTES = re.compile(r"[(\[【{（].*?[)\]】}）]")
_MARKS = re.compile(r"[\W_]+")


def match_columns(
    headings: Sequence[str],
    wanted: Mapping[str, Sequence[str]],
    named: Mapping[str, str] | None = None,
    required: Collection[str] = (),
) -> dict[str, int]:
    """Field → index of its column, for those that were found.

    `wanted` gives each field's usual headings, Chinese and English, best first; `named` says which heading a person
    chose and goes before every guess. Case, spaces, marks and notes in brackets do not matter. A Chinese heading that
    only contains a usual one ("市民诉求内容" for "诉求内容") is taken when it is the only such column. No column serves
    two fields. Refused("column_unknown") for a named heading that is absent, Refused("column_missing") for a required
    field that no column fits.
    """
    found: dict[str, int] = {}
    for field, heading in (named or {}).items():
        found[field] = _named(headings, heading, field)
    plain = [_plain(h) for h in headings]
    for guess in (_same, _containing):
        for field, aliases in wanted.items():
            if field not in found:
                at = next(guess(plain, aliases, set(found.values())), None)
                found |= {} if at is None else {field: at}
    missing = [field for field in required if field not in found]
    if missing:
        usual = "、".join(wanted.get(field, (field,))[0] for field in missing)
        raise Refused(
            _("找不到这些列：{missing}。表头是：{headings}。", missing=usual, headings=_listed(headings)),
            code="column_missing",
            field=missing[0],
        )
    return found


def _named(headings: Sequence[str], heading: str, field: str) -> int:
    exact = [at for at, h in enumerate(headings) if h == heading]
    alike = exact or [at for at, h in enumerate(headings) if _plain(h) == _plain(heading)]
    if alike:
        return alike[0]
    raise Refused(
        _("没有叫“{heading}”的列。表头是：{headings}。", heading=heading, headings=_listed(headings)),
        code="column_unknown",
        field=field,
    )


def _same(plain: Sequence[str], aliases: Sequence[str], taken: set[int]) -> Iterator[int]:
    for alias in map(_plain, aliases):
        yield from (at for at, h in enumerate(plain) if h == alias and at not in taken)


def _containing(plain: Sequence[str], aliases: Sequence[str], taken: set[int]) -> Iterator[int]:
    for alias in map(_plain, aliases):
        fits = [at for at, h in enumerate(plain) if alias in h and at not in taken]
        if len(fits) == 1 and len(alias) > 1 and not alias.isascii():
            yield fits[0]


def _plain(heading: str) -> str:
    text = unicodedata.normalize("NFKC", heading).casefold()
    return _MARKS.sub("", _NOTES.sub("", text)) or _MARKS.sub("", text)


def _listed(headings: Sequence[str]) -> str:
    return "、".join(h for h in headings if h)
