"""Read what a chat group exported: CSV, JSON or the plain text of a chat program; each post, or why a row is none."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from gongzhi.kernel.clock import CHINA
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.said import Said
from gongzhi.kernel.said import Said as _
from gongzhi.kernel.sheets import match_columns, open_sheet

COLUMNS = {
    "at": ("时间", "发送时间", "日期", "time", "datetime", "date", "timestamp", "createtime"),
    "who": ("发送人", "发言人", "昵称", "姓名", "作者", "sender", "author", "name", "nickname", "talker"),
    "text": ("内容", "消息", "消息内容", "文本", "text", "content", "message", "body"),
}
_DATE = r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
_CLOCK = r"(上午|下午|晚上|凌晨)?\s*(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?"
_MOMENT = rf"{_DATE}\s*(?:星期.|周.)?\s*T?\s*{_CLOCK}"
_WHEN = re.compile(rf"^\s*{_MOMENT}\s*$")
_TIME_FIRST = re.compile(rf"^{_MOMENT}\s+(?P<who>\S.{{0,40}}?)\s*[:：]?$")
_NAME_FIRST = re.compile(rf"^(?P<who>\S.{{0,40}}?)\s+{_MOMENT}\s*$")
_DAY = re.compile(rf"^[\s—\-=*]*{_DATE}[\s—\-=*]*$")
_HOUR = re.compile(r"^(?P<who>\S.{0,40}?)\s+(\d{1,2}):(\d{2})(?::(\d{2}))?$")
# What a chat program writes for what is no sentence of anybody.
_EMPTY = re.compile(
    r"^\[?(图片|表情|动画表情|语音|视频|文件|链接|位置|红包|转账|名片|聊天记录|Photo|Sticker|Voice|Video|File)\]?$"
    r"|(撤回了一条消息|加入了?群聊|移出了?群聊|修改群名为|拍了拍)"
)
_NUMBER = re.compile(r"\d{10}|\d{13}")


@dataclass(frozen=True)
class Read:
    """One post as the file gives it; `row` is its place in the file."""

    row: int
    at: datetime
    who: str
    text: str


@dataclass(frozen=True)
class Left:
    """A row that is no post, and why."""

    row: int
    reason: Said


def read_posts(data: bytes) -> Iterator[Read | Left]:
    """Every post of a file, or why a row is none, in the file's order.

    Told apart by content: JSON (a list, or an object with a list under "messages"), a sheet with headings for time and
    words, else the plain text of a chat. Refused when the file as a whole is none of these.
    """
    head = data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1]
    if not head:
        raise Refused(_("文件是空的，请重新导出。"), code="empty_file", field="file")
    if head in (b"[", b"{"):
        return _from_json(data)
    text = _decoded(data)
    if text is not None and _is_chat(text):
        return _from_text(text)
    return _from_sheet(data)


def _decoded(data: bytes) -> str | None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _row(number: int, at: Any, who: Any, text: Any) -> Read | Left:
    said, name, when = str(text or "").strip(), str(who or "").strip(), moment(at)
    if when is None:
        return Left(number, _("看不懂时间“{at}”", at=str(at or "")[:20]))
    if not name:
        return Left(number, _("没有写是谁说的"))
    if not said or _EMPTY.search(said):
        return Left(number, _("没有文字（图片、撤回之类）"))
    return Read(number, when, name, said)


def moment(value: Any) -> datetime | None:
    """An instant as an export writes it: on China's wall clock unless it names an offset, or seconds since 1970."""
    if isinstance(value, int | float) or _NUMBER.fullmatch(str(value).strip()):
        seconds = float(value)
        return datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, UTC)
    found = _WHEN.match(str(value or ""))
    return _instant(found.groups()) if found else None


def _instant(parts: tuple[str | None, ...]) -> datetime | None:
    year, month, day, half, hour, minute, second, offset = parts[:8]
    hours = int(hour or 0) + (12 if half in ("下午", "晚上") and int(hour or 0) < 12 else 0)
    try:
        local = datetime(int(year or 0), int(month or 0), int(day or 0), hours, int(minute or 0), int(second or 0))
    except ValueError:
        return None
    if offset:
        return datetime.fromisoformat(f"{local.isoformat()}{'+00:00' if offset == 'Z' else offset}")
    return local.replace(tzinfo=CHINA)


# --- the three kinds of file


def _from_json(data: bytes) -> Iterator[Read | Left]:
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except ValueError as error:
        raise Refused(_("这个文件不完整，读不出来。请重新导出。"), code="broken", field="file") from error
    rows = found if isinstance(found, list) else found.get("messages")
    if not isinstance(rows, list):
        raise Refused(_("文件里没有一条条的消息。"), code="no_rows", field="file")
    return (_of_object(number, row) for number, row in enumerate(rows, 1))


def _of_object(number: int, row: Any) -> Read | Left:
    if not isinstance(row, Mapping):
        return Left(number, _("这一条不是一条消息"))
    plain = {str(key).casefold(): value for key, value in row.items()}
    at, who, text = (next((plain[name] for name in names if name in plain), None) for names in COLUMNS.values())
    return _row(number, at, who, text)


def _from_sheet(data: bytes) -> Iterator[Read | Left]:
    with open_sheet(io.BytesIO(data)) as sheet:
        columns = match_columns(sheet.headings, COLUMNS, required=("at", "who", "text"))
        for number, row in sheet.records(columns):
            yield _row(number, row["at"], row["who"], row["text"])
        for misfit in sheet.misfits:
            yield Left(misfit.number, misfit.reason if isinstance(misfit.reason, Said) else Said(misfit.reason))


def _is_chat(text: str) -> bool:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return any(_head(line, None) for line in lines[:200])


@dataclass
class _Post:
    row: int
    at: datetime
    who: str
    lines: list[str]


def _from_text(text: str) -> Iterator[Read | Left]:
    day: tuple[str, ...] | None = None
    post: _Post | None = None
    for number, line in enumerate(text.splitlines(), 1):
        bare, date = line.strip(), _DAY.match(line)
        head = _head(bare, day)
        if not (date or head):
            if post is not None:
                post.lines.append(line)
            elif bare:
                yield Left(number, _("前面没有写是谁、什么时候说的"))
            continue
        if post is not None:
            yield _row(post.row, post.at.isoformat(), post.who, "\n".join(post.lines))
        day, post = (date.groups() if date else day), None
        if head:
            post = _Post(number, head[0], head[1], [])
    if post is not None:
        yield _row(post.row, post.at.isoformat(), post.who, "\n".join(post.lines))


def _head(line: str, day: tuple[str, ...] | None) -> tuple[datetime, str] | None:
    """When and who, where a line begins a post."""
    for form in (_TIME_FIRST, _NAME_FIRST):
        found = form.match(line)
        if found:
            parts = found.groupdict()
            numbers = [part for name, part in zip(_names(form), found.groups(), strict=True) if name != "who"]
            at = _instant(tuple(numbers))
            return (at, parts["who"].strip("()（）:： ")) if at else None
    hour = _HOUR.match(line) if day else None
    if hour is None or day is None:
        return None
    at = _instant((*day, None, *hour.groups()[1:], None))
    return (at, hour["who"]) if at else None


def _names(form: re.Pattern[str]) -> list[str]:
    """The groups of a pattern in order, by name where they have one."""
    named = {place: name for name, place in form.groupindex.items()}
    return [named.get(place, "") for place in range(1, form.groups + 1)]
