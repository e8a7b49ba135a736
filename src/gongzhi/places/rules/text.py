"""Bring what people write for a place ("３ 號樓", "三栋") and what is stored to one form, so that they meet."""

from __future__ import annotations

import re
import unicodedata

LONGEST_NAME = 80
LONGEST_QUERY = 40
_SIMPLE = str.maketrans(
    "東門廣場區號樓棟單層園苑莊鎮鄉縣灣島嶺濱陽陰龍鳳華國際學醫圖書館橋鐵車站豐興業創興貿電訊訊網絡雲樹藍綠紅黃銀銅鐘鼓臺"
    "灘礦濟寧遼蘇贛漢滬粵瓊貴黔滇陝肅寶羅錦繡榮關聯強衛慶壽喬來萬億達運過遠頭裏裡邊側後處實驗養產開關閘閣廈寫簡繁",
    "东门广场区号楼栋单层园苑庄镇乡县湾岛岭滨阳阴龙凤华国际学医图书馆桥铁车站丰兴业创兴贸电讯讯网络云树蓝绿红黄银铜钟鼓台"
    "滩矿济宁辽苏赣汉沪粤琼贵黔滇陕肃宝罗锦绣荣关联强卫庆寿乔来万亿达运过远头里里边侧后处实验养产开关闸阁厦写简繁",
)
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_COUNTED = re.compile(r"([零〇一二两三四五六七八九十]{1,3})(?=(?:号楼|栋|幢|座|单元|期|号院|层|室))")
_BUILDING = re.compile(r"(?<=[0-9a-z])(?:号楼|#楼|#|幢|座)")
_SPACES = re.compile(r"[\s\u200b\ufeff]+")
_UNSEEN = re.compile(r"[\s\u200b\ufeff\x00-\x1f\x7f-\x9f\ud800-\udfff]+")  # what no name holds and no database takes
_SIGN = re.compile(r"^([a-z]{1,4})[-‐-―_.]?0*(\d{1,6})$")
_COMMITTEE = re.compile(r"(?:社区|居民区)?(?:居民委员会|居委会)$|(?:村民委员会|村委会)$")


def clean(name: str) -> str:
    """A name as it is kept: NFC, single spaces. ValueError("empty"|"long"|"control") when it cannot be a name."""
    kept = _SPACES.sub(" ", unicodedata.normalize("NFC", name)).strip()
    if not kept:
        raise ValueError("empty")
    if len(kept) > LONGEST_NAME:
        raise ValueError("long")
    if any(unicodedata.category(c) in {"Cc", "Cs"} for c in kept):
        raise ValueError("control")
    return kept


def fold(text: str) -> str:
    """The form in which names and queries are compared: NFKC, simplified, nothing unseen, "三号楼" as "3栋"."""
    flat = unicodedata.normalize("NFKC", text).translate(_SIMPLE).casefold()
    flat = _UNSEEN.sub("", flat)
    flat = _COUNTED.sub(lambda found: str(number(found[1])), flat)
    return _BUILDING.sub("栋", flat)


def number(chinese: str) -> int:
    """ "十二" → 12, "三" → 3, "二十" → 20; digits without 十 are read one after another."""
    if "十" not in chinese:
        return int("".join(str(_DIGITS[c]) for c in chinese))
    tens, _, ones = chinese.partition("十")
    return (_DIGITS.get(tens, 1) if tens else 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0)


def pieces(query: str) -> list[str]:
    """What a person wrote, as the folded pieces that must each be found: "海珠3栋 2单元" → 海珠, 3栋, 2单元."""
    found: list[str] = []
    for word in query[:LONGEST_QUERY].split():
        for part in re.split(r"(?<=[^\d\-a-z])(?=[a-z]?\d)", fold(word)):
            if part and part not in found:
                found.append(part)
    return found[:4]


def sign(query: str) -> str | None:
    """The building code that somebody copied from a wall ("yh 312" → "YH-0312"), or None when it is no such code."""
    found = _SIGN.match(fold(query))
    return f"{found[1].upper()}-{int(found[2]):04d}" if found else None


def of_the_place(name: str) -> str:
    """The place that a committee's name stands for: 南油社区居委会 → 南油社区, 王庄村委会 → 王庄村."""
    found = _COMMITTEE.search(name)
    if not found or not name[: found.start()]:
        return name
    rest, ending = name[: found.start()], found[0]
    kept = ("村", "嘎查") if ending.startswith("村") else ("村", "社区", "居")
    return rest if rest.endswith(kept) else rest + ("村" if ending.startswith("村") else "社区")


def year_in(file_name: str) -> int | None:
    """The year that a file's name carries ("china_divisions_2021.csv.gz" → 2021), or None."""
    found = re.search(r"(?<!\d)(19[5-9]\d|20\d\d)(?!\d)", file_name)
    return int(found[1]) if found else None
