"""A list of messages from elsewhere as a window of themes: what its columns are called and how a line is read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime

from gongzhi.kernel.clock import CHINA
from gongzhi.triage.rules.themes import Message

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "ref": ("留言编号", "编号", "工单编号", "工单号", "序号", "id", "ref", "service_request_id"),
    "person": ("留言用户", "用户", "反映人", "诉求人", "user", "user_id", "person", "author"),
    "title": ("留言主题", "主题", "标题", "subject", "title"),
    "body": ("留言详情", "留言内容", "诉求内容", "内容", "详情", "正文", "body", "detail", "text", "description"),
    "said_at": ("留言时间", "时间", "来电时间", "受理时间", "日期", "sent_at", "said_at", "date", "time", "created_at"),
    "place": ("地点", "地址", "社区", "place", "address", "location"),
    "likes": ("点赞数", "赞", "附议数", "likes", "votes"),
    "dislikes": ("反对数", "踩", "dislikes"),
}
_DATE = re.compile(
    r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})日?(?:\D{1,2}(\d{1,2})[:时](\d{1,2})分?(?:[:](\d{1,2})秒?)?)?.*", re.DOTALL
)


def message_of(number: int, cells: Mapping[str, str]) -> Message | None:
    """A line as a message; None without a date that can be read or without any word.

    Voices are the likes: a dislike says
    that somebody does not want it, not that it does not press.
    """
    said_at = moment_of(cells.get("said_at", ""))
    title, body = cells.get("title", "").strip(), cells.get("body", "").strip()
    if said_at is None or not (title or body):
        return None
    return Message(
        ref=cells.get("ref", "").strip() or f"row {number}",
        said_at=said_at,
        title=title,
        body=body,
        person=cells.get("person", "").strip(),
        place=cells.get("place", "").strip(),
        weight=_voices(cells.get("likes", "")),
    )


def moment_of(text: str) -> datetime | None:
    """A date as lists write it (2019/8/1 9:05, 2019年8月1日 9时5分), in China's time; None for anything else."""
    found = _DATE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        return None
    try:
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
        return datetime(year, month, day, hour, minute, second, tzinfo=CHINA)
    except ValueError:
        return None


def _voices(text: str) -> float:
    plain = unicodedata.normalize("NFKC", text).strip().replace(",", "")
    return float(plain) if re.fullmatch(r"\d{1,9}(\.\d+)?", plain) else 0.0
