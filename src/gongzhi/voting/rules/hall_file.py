"""Read what a hall counted: a row for everybody entitled (or for every household), or one row of totals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import BinaryIO

from gongzhi.kernel.errors import Refused
from gongzhi.kernel.said import Said as _
from gongzhi.kernel.sheets import match_columns, open_sheet
from gongzhi.voting.rules.assembly import Show
from gongzhi.voting.rules.outcome import Reason
from gongzhi.voting.rules.owners_roll import ABSTAIN, AGAINST, FOR, SILENT, TORN, VOID, together
from gongzhi.voting.rules.owners_words import choice_of, is_yes, plain

PEOPLE = {
    "choice": ("表决意见", "意见", "表决", "投票", "选择", "choice", "vote", "ballot"),
    "key": (
        "户号",
        "户",
        "编号",
        "代表编号",
        "序号",
        "姓名",
        "household",
        "representative",
        "resident",
        "key",
        "id",
        "name",
    ),
    "present": ("出席", "到会", "签到", "present", "attended", "attendance"),
}
TOTALS = {
    "entitled": ("应到", "应到人数", "应参加", "总人数", "entitled", "electorate", "total", "members"),
    "present": ("实到", "实到人数", "出席", "出席人数", "present", "attended", "attendance"),
    "for": ("同意", "赞成", "for", "yes"),
    "against": ("反对", "不同意", "against", "no"),
    "abstain": ("弃权", "abstain"),
}
NEEDED = ("entitled", "present", "for")


def read_hall(source: Path | str | BinaryIO) -> tuple[Show, tuple[Reason, ...]]:
    """What was counted, and remarks; Refused for a sheet that is neither a list of people nor one row of totals."""
    with open_sheet(source) as sheet:
        totals = match_columns(sheet.headings, TOTALS)
        if all(name in totals for name in NEEDED):
            rows = [row for _number, row in sheet.records(totals)]
            return _of_totals(rows), ()
        columns = match_columns(sheet.headings, PEOPLE, required=("choice",))
        return of_people(row for _number, row in sheet.records(columns))


def of_people(rows: Iterable[Mapping[str, str]]) -> tuple[Show, tuple[Reason, ...]]:
    """Count people; several rows of one household or person are one voice, and none where they disagree."""
    said: dict[str, str] = {}
    came: dict[str, bool] = {}
    again = 0
    for number, row in enumerate(rows):
        key = plain(row.get("key", "")) or f"#{number}"
        choice = choice_of(row["choice"]) or VOID
        again += key in said
        said[key] = together(said[key], choice) if key in said else choice
        came[key] = came.get(key, False) or (is_yes(row["present"]) if "present" in row else choice != SILENT)
    voices = [choice for key, choice in said.items() if came[key]]
    absent = sum(choice not in (SILENT, VOID) and not came[key] for key, choice in said.items())
    show = Show(len(said), sum(came.values()), voices.count(FOR), voices.count(AGAINST), voices.count(ABSTAIN))
    found = {
        "voice_in_several_rows": again,
        "voices_disagree": voices.count(TORN),
        "choice_unreadable": voices.count(VOID),
        "absent_who_voted": absent,
    }
    return show, tuple(Reason(code, {"rows": many}) for code, many in found.items() if many)


def _of_totals(rows: list[dict[str, str]]) -> Show:
    if len(rows) != 1:
        raise Refused(_("合计表只能有一行，这里有 {rows} 行。", rows=len(rows)), code="totals_row")
    given = {name: plain(text).replace(",", "").rstrip("人户票") or "0" for name, text in rows[0].items()}
    for name, text in given.items():
        if not (text.isascii() and text.isdigit()):
            raise Refused(_("人数看不懂：{what}", what=rows[0][name]), code="totals_row", field=name)
    return Show.of_dict({"against": 0, "abstain": 0} | {name: int(text) for name, text in given.items()})
