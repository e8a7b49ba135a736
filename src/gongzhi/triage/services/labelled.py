"""Read labelled messages from a spreadsheet: what fits is learnt from, what does not is told with its reason."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from django.utils.translation import gettext as _

from gongzhi.kernel.sheets import Sheet, match_columns
from gongzhi.triage.rules.headings import LABELLED as HEADINGS
from gongzhi.triage.rules.reading import Message, letters

LONGEST_LABEL = 60

Refuse = Callable[[int, tuple[str, ...], str], None]


def columns_of(sheet: Sheet) -> dict[str, int]:
    """Which column holds what: a label, and either words that somebody has cut or a body, perhaps with a subject.

    Refused("column_missing") when the label is missing, or there is no text at all.
    """
    columns = match_columns(sheet.headings, HEADINGS, required=("label",))
    if "tokens" in columns:
        return {field: columns[field] for field in ("tokens", "label")}
    return match_columns(sheet.headings, HEADINGS, required=("body", "label"))


def labelled(
    sheet: Sheet, columns: Mapping[str, int], refuse: Refuse, allowed: Collection[str] | None = None
) -> Iterator[tuple[Message, str]]:
    """(message, label) of every row that can be used; the others go to `refuse` with row number, cells and reason.

    allowed: the only labels that may stand in the file, such as the codes of matter types; None allows every label.
    """
    for number, row in sheet.records(columns):
        message, label = _message(row), row["label"]
        reason = _wrong(message, label, allowed)
        if reason:
            refuse(number, tuple(row.values()), reason)
        else:
            yield message, label
    for misfit in sheet.misfits:
        refuse(misfit.number, misfit.cells, str(misfit.reason))


def _message(row: Mapping[str, str]) -> Message:
    if "tokens" in row:
        return Message(words=tuple(row["tokens"].split()))
    return Message(row.get("subject", ""), row["body"])


def _wrong(message: Message, label: str, allowed: Collection[str] | None) -> str:
    if not label:
        return _("这一行没有标签")
    if len(label) > LONGEST_LABEL or len(label.splitlines()) > 1:
        return _("标签太长或不止一行：最多 {most} 个字").format(most=LONGEST_LABEL)
    if allowed is not None and label not in allowed:
        return _("责任清单里没有“{label}”这个事项编号").format(label=label)
    if not letters("".join(message.words) or message.subject + message.body):
        return _("这一行没有文字")
    return ""
