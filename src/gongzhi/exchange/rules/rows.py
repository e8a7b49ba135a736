"""How a row of somebody else's list is read: its headings, moment and kind, and the key that lets it come once."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime

from gongzhi.kernel.clock import CHINA

# Field → usual headings, best first. `body` is what becomes the case.
HEADINGS: dict[str, tuple[str, ...]] = {
    "id": ("编号", "留言编号", "工单编号", "工单号", "序号", "id", "service_request_id"),
    "subject": ("标题", "主题", "留言主题", "subject", "title"),
    "body": ("内容", "诉求内容", "留言详情", "留言内容", "诉求", "描述", "正文", "body", "text", "description"),
    "sent_at": (
        "时间",
        "来电时间",
        "留言时间",
        "受理时间",
        "登记时间",
        "日期",
        "sent_at",
        "date",
        "requested_datetime",
    ),
    "place": ("地点代码", "社区代码", "社区", "地点", "place", "place_code"),
    "where": ("地址", "具体位置", "详细地址", "where", "address"),
    "phone": ("电话", "联系电话", "来电号码", "手机", "phone"),
    "name": ("姓名", "称呼", "反映人", "联系人", "name"),
    "kind": ("类别", "诉求类型", "类型", "kind"),
    "matter": ("事项", "事项类型", "事项代码", "matter"),
    "likes": ("点赞数", "赞", "likes"),
    "dislikes": ("反对数", "踩", "dislikes"),
}
KINDS = {
    "consult": ("consult", "咨询", "政策咨询"),
    "help": ("help", "求助", "求决", "居民需求", "帮助"),
    "complaint": ("complaint", "投诉", "个人诉求"),
    "report": ("report", "举报", "治理难题"),
    "suggestion": ("suggestion", "建议", "意见", "意见建议"),
}
_KIND_OF = {word: kind for kind, words in KINDS.items() for word in words}
_DATE = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]*(\d{1,2})[:：时](\d{1,2})分?(?:[:：](\d{1,2})秒?)?)?(?:\.\d+)?Z?"
)
ID_LENGTH = 80


def kind_of(text: str) -> str | None:
    """The intake kind that a word means; None for a word that means none."""
    return _KIND_OF.get(unicodedata.normalize("NFKC", text).strip().lower())


def moment_of(text: str) -> datetime | None:
    """The moment that a cell says, in China's time; None when it says none."""
    found = _DATE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        return None
    try:
        return datetime(*(int(part or 0) for part in found.groups()), tzinfo=CHINA)  # type: ignore[arg-type,misc]
    except ValueError:
        return None


def text_of(row: Mapping[str, str]) -> str:
    """Subject and body as one text; the subject is left out where the body begins with it. Empty without a body."""
    subject, body = row.get("subject", "").strip(), row.get("body", "").strip()
    if not body:
        return ""
    return body if not subject or body.startswith(subject) else f"{subject}\n{body}"


def external_id(row: Mapping[str, str], number: int) -> str:
    """The row's own number, or a digest of what it says: the same row gives the same wherever it stands."""
    own = row.get("id", "").strip()
    if own:
        return own if len(own) <= ID_LENGTH else f"sha:{digest(own)}"
    return f"row:{digest('|'.join(f'{k}={row[k]}' for k in sorted(row)))}"


def digest(text: str) -> str:
    """Forty hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()[:40]


def key_of(source: str, number: str) -> str:
    """The key by which the same row of the same list is one case."""
    return digest(f"{source}\n{number}")
