"""Three checks beside an answer being written: who and when, what was asked, plain words. Advice, never a bar."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongzhi.cases.models import Case
from gongzhi.cases.search import tokens

JARGON = (
    "工单", "承办", "耐心等待", "高度重视", "相关部门", "责成", "予以", "办结", "研判", "闭环", "抓手", "属地",
    "下一步将", "加大力度", "协调处置", "依法依规", "职责范围",
)  # fmt: skip
_WHEN = re.compile(
    r"\d{1,2}\s*(月|日|号|点|时|:|：)|今天|明天|后天|昨天|本周|下周|周[一二三四五六日天]|星期|上午|下午|已经|today|tomorrow"
)
_WHO = re.compile(r"物业|居委|社区|街道|城管|住建|网格|楼栋长|业委|供电|供水|燃气|公司|师傅|我们|我|科|局|办|站|同事")
SHARED = 1


@dataclass(frozen=True)
class Advice:
    """What the answer has: who and when, words of what was asked, and the office words that make one stumble."""

    who_and_when: bool
    on_topic: bool
    jargon: tuple[str, ...]


def advice(case: Case, text: str) -> Advice:
    """Look at an answer as its reader will."""
    asked = set(tokens(case.text))
    return Advice(
        who_and_when=bool(_WHO.search(text) and _WHEN.search(text)),
        on_topic=len(asked & set(tokens(text))) >= SHARED,
        jargon=tuple(word for word in JARGON if word in text),
    )
