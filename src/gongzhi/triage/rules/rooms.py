"""Where a text goes below the building: unit, floor, room. The building stays, for it says what the matter is about."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Read on a view in which Chinese digits are 0–9 and 十 stays, so 十二楼 is 十2楼.
_S = r"[\s\-–—‐−的#]{0,2}"
_N = r"[\d十]{1,3}"
_BUILDING = rf"(?:{_N}|[a-zA-Z]\d{{0,2}}|[甲乙丙丁东西南北])\s?(?:栋|幢|号楼|座|\#楼?|号院|号栋)"
_UNIT = rf"(?:{_N}|[甲乙丙丁东西南北中a-zA-Z])\s?(?:单元|门洞|梯位|梯(?=\d))"
_FLOOR = rf"{_N}\s?(?:楼|层|[fF](?![a-zA-Z]))"
_SIDE = r"(?:[东西南北中左右][边侧手]?\s?(?:户|室|边|手|那户|那家|首))"
_DOOR = r"[a-zA-Z]?\d{2,4}[a-zA-Z]?|\d{1,2}[a-zA-Z]"
_ROOM = rf"(?:{_DOOR})\s?(?:室|号房|号室|房(?![价间子东租屋源产型改管企贷款市地补]))"
# What makes digits an amount, a year, a number of something.
_NO = (
    r"(?![\d.%％°×]|\s?号?户型|\s?m2|[层楼]|\s?[-–—/]\s?\d|\s?(?:元|块|万|千|百|年|月|日|号线|路|人|名|户|"
    r"位|天|米|平|个|多|余|次|分|秒|小时|点|岁|条|吨|斤|公里|度|期|届|栋|幢|座|单元|"
    r"号楼|kg|cm|km|m²|㎡|[mM]{1,2}\b))"
)
_LIVING = "家住|住在|住|我家|我们家|本户|隔壁|对门|房号|门牌号?|房间号?|室号|业主|租户|租客|住户|楼上|楼下|户号|敲|家在"
_PATTERNS = tuple(
    (re.compile(pattern, re.ASCII), why)
    for pattern, why in (
        (rf"(?<![\d十])(?P<m>(?:{_UNIT}{_S})?(?:{_FLOOR}{_S})?(?<![\d]){_ROOM})", "room"),
        (
            rf"(?<![\d十])(?P<m>(?:{_UNIT}{_S})?{_FLOOR}{_S}\d\s?(?:室|号房|号室|房)|{_UNIT}{_S}\d\s?(?:室|"
            rf"号房))",
            "room of a floor",
        ),
        (
            rf"{_BUILDING}{_S}(?P<m>(?:{_UNIT}{_S})?(?:{_FLOOR}{_S})?(?:{_DOOR}))(?:\s?[户家])?{_NO}",
            "room after a building",
        ),
        (rf"(?<![\d十])(?P<m>{_UNIT}{_S}(?:{_FLOOR}{_S})?(?:{_DOOR}))(?:\s?[户家])?{_NO}", "room after a unit"),
        (rf"(?<![\d十])(?P<m>{_UNIT}{_S}{_FLOOR}(?:{_S}{_SIDE})?)", "floor of a unit"),
        (rf"(?<![\d十])(?P<m>{_FLOOR}{_S}(?:{_DOOR})){_NO}", "room after a floor"),
        (rf"(?<![\d十])(?P<m>(?:{_UNIT}{_S})?{_FLOOR}{_S}{_SIDE})", "door of a floor"),
        (
            rf"(?:{_LIVING})(?:{_BUILDING})?[^\d十，。！？；\n]{{0,4}}(?P<m>[1-9]\d{{2,3}}[a-zA-Z]?)(?:\s?[户家])?(?!号(?![房室])){_NO}",
            "told as a home",
        ),
        (
            rf"(?:家住|住在?|我家|我们家|家在)[^，。！？；\n]{{0,10}}?(?<![\d十])(?P<m>{_FLOOR})(?![\d十]|以|"
            rf"至|到|商|的?楼)",
            "floor of a home",
        ),
        (
            r"(?:房号|门牌号?|房间号|"
            r"室号)\s?[:：为是]?\s?(?P<m>[a-zA-Z]?\d{1,4}(?:[-—]\d{1,4}){0,3}[a-zA-Z]?)",
            "named so",
        ),
        (
            r"\b(?:[Rr]oom|[Rr]m\.?|[Ff]lat|[Uu]nit|[Aa]pt\.?|[Aa]partment|"
            r"[Ss]uite)\s*#?(?P<m>[A-Z]?\d{1,4}[A-Z]?)\b",
            "named so",
        ),
    )
)
_NEXT = re.compile(rf"\s?(?:室|房)?\s?[、/和及与]\s?(?P<m>[1-9]\d{{2,3}})(?:室|房)?{_NO}", re.ASCII)
_DASHED = re.compile(
    rf"(?<![\d.\-–—/:十])(?P<m>(?:[a-zA-Z]?\d{{1,3}}|"
    rf"[a-zA-Z])[-–—‐−](?:\d{{1,2}}[-–—‐−])?(?P<room>\d{{3,4}})[a-zA-Z]?)\s?(?:室|房|"
    rf"号房)?(?![\-–—/:]\d){_NO}",
    re.ASCII,
)


def rooms(view: str) -> Iterator[tuple[int, int, str]]:
    """(begin, end, why) of every unit, floor or room that says where somebody lives; they may overlap."""
    for pattern, why in _PATTERNS:
        for found in pattern.finditer(view):
            yield found.start("m"), found.end("m"), why
            yield from _others(view, found.end("m"))
    for found in _DASHED.finditer(view):
        if _is_door(found.group("m"), found.group("room")):
            yield found.start("m"), found.end("m"), "building, unit and room joined by dashes"


def _others(view: str, at: int) -> Iterator[tuple[int, int, str]]:
    """602、702、802: the rooms that follow one."""
    while found := _NEXT.match(view, at):
        yield found.start("m"), found.end("m"), "one of several rooms"
        at = found.end()


def _is_door(whole: str, room: str) -> bool:
    """Whether the last number can be a door: a floor that houses have, few doors on it, and no year of a date."""
    floor, door = int(room[:-2]), int(room[-2:])
    dated = len(room) == 4 and 1900 <= int(room) <= 2040 and len(re.findall(r"\d+", whole)) == 3
    return 1 <= floor <= 70 and 1 <= door <= 40 and not dated and not re.match(r"\d{3}\D", whole)
