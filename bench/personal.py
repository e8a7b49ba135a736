"""Made-up messages that carry what must not be published, with its places known, and messages that only look so.

The sentences were written from how people write to a community, not from the patterns; numbers are drawn at random and
belong to nobody.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

LAST = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾萧田董潘袁蔡蒋余于杜叶程魏苏吕丁"
    "任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛"
)
LAST2 = ("欧阳", "司马", "上官", "诸葛", "令狐", "皇甫")
FIRST = (
    "建国 志强 秀英 桂兰 淑芬 伟 芳 敏 磊 静 浩然 子涵 雨欣 一鸣 俊杰 丽华 国庆 海燕 晓东 文博 思远 "
    "玉梅 春生 永福 佳怡 宇航 嘉豪 凤霞 小红 立新 明辉 少华 亚楠 振宇 红霞 金凤 光明 爱民 美玲 鹏飞 "
    "雪 强 勇 艳 涛 梓萱 沐辰 若曦 可馨 奕辰 德胜 贵生 水根 招娣 来福 长河"
).split()
TITLES = "先生 女士 阿姨 师傅 老师 主任 经理 书记 大爷 大妈 医生 队长 叔叔 小姐 警官 律师".split()
PLATES = "京沪粤苏浙川渝鄂湘桂"
WORDS_OF = "零一二三四五六七八九"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY"

# {P} mobile {T} land line {F} 400 {I} identity {B} bank card {V} permit {E} e-mail {Q} QQ {W} WeChat {C} plate
# {U} credit code {L} licence {D} birth {R} room {N} person {H} building
SENTENCES = """
我叫{N}，手机{P}，有事随时打给我。
本人{N}，身份证{I}，家住海棠苑{H}{R}，情况属实。
联系人：{N}，联系电话：{P}
您好，我是{H}{R}的业主{N}，楼上漏水三个月了。
物业的{S}答应上门，结果一直没来，电话{T}也没人接。
请回电{P}，找{S}就行。
昨天打了{F}，客服让我找{S}。
{C}天天停在消防通道上，司机的号码是{P}。
一辆车牌为{C}的白色轿车堵住了大门。
退款请打到工行卡{B}，户名{N}。
我的银行卡号是{B}，多扣的钱什么时候退？
有问题发邮件到{E}，或者加QQ{Q}。
加我微信{W}，我把视频发给你。
{H}{R}半夜装修，邻居{N}去敲门也没用。
楼上{R}的住户天天往下倒水。
护照号{V}，办居住证被退回来两次。
我儿子{N}，{D}，今年要上小学。
营业执照统一社会信用代码{U}，是一家无证餐馆。
驾驶证号{L}，违章不是我本人。
房产证编号{L}，迟迟没有办下来。
{S}和{S}都来看过，说下周修。
社区网格员{N}态度很好，要表扬。
打过{T}转了三次，最后{S}说不归他管。
我母亲{N}八十岁了，住{R}，下不了楼。
投诉{H}{R}，户主{N}，电话{P}，违规群租。
签名：{N} {P}
身份证号码：{I}，姓名：{N}，请核实。
老人叫{N}，走失时穿灰色外套，联系{P}。
{N}、{N}和{N}三家一起反映下水道堵塞。
保洁{S}每天都扫得很干净。
找了{S}好几回，她让我打{T}。
{N}（{P}）代表{H}全体住户反映。
经办人{N}，工号已记，请查。
家里在{H}{R}，夏天停水三天。
孩子{D}，户口在外地，能上学吗？
微信号：{W}，QQ：{Q}，都可以联系。
对门{R}养了三条狗，没有狗证。
租客{N}欠租跑了，身份证{I}。
""".strip().split("\n")
CLEAN = """
这条路2019年3月就开始修，到2020年还没修完，花了1200万元。
302路公交车晚上8:30就没了，希望延长到22:00。
根据物业管理条例第35条和民法典第278条，业主大会应当表决。
物业费每平米3.85元，128平米一年要5913.6元，涨了15.5%。
小区有12栋楼共1280户，停车位只有450个。
高层住户用水困难，水压不到0.2兆帕。
地铁11号线施工，每天凌晨1点到5点打桩，噪音75分贝。
打12345反映过三次，工单办结了，问题没解决。
周边的路灯坏了20多盏，石头路面坑坑洼洼。
万科城和金地花园中间的马路，方向标志不清楚。
高新区管委会什么时候公示拆迁方案？
电梯从3楼到5楼会抖，困人2次，维修花了8000元。
张贴的公告说9月1日起收费，每小时5元，封顶30元。
和平路与建设路路口左转等了4个红灯，大约6分钟。
周一到周五7:30至9:00堵车，石材厂的货车太多。
楼下烧烤店每天营业到24点，油烟检测值是2.0mg/m3。
公园的安全护栏高1200mm，低于规范要求的1100mm以上。
江南花园业委会选举，参会312户，同意287户，占比92%。
查询编号2024-0315-88的批复，至今没有看到。
湖南省长沙市的社保政策，2021年缴费基数是3604元。
全国第七次人口普查，本社区常住8650人。
林业部门说树龄超过100年的不能移。
方案里写的1-3号楼先改，4-6号楼2025年改。
马上就要台风了，下水道堵了半个月，积水深50厘米。
陈旧的管道经常爆裂，水管直径150毫米。
金山小学离家5公里，孩子每天走1.5小时。
施工单位是中建三局第一建设工程有限责任公司，工期540天。
严重影响休息，白天黑夜机器都响，连续15天了。
程序走了3个月，从2023-05-10到2023-08-12，还在等。
钱柜旁边的向阳路，常年有20多个摊位占道。
""".strip().split("\n")
STRUCTURED = (
    "telephone",
    "identity",
    "card",
    "passport",
    "email",
    "account",
    "plate",
    "credit_code",
    "licence",
    "birth",
)


@dataclass(frozen=True)
class Truth:
    """One thing that must be marked: its place and kind."""

    start: int
    end: int
    kind: str


def messages(seed: int, count: int) -> list[tuple[str, list[Truth]]]:
    """Messages of one to three sentences, some of them clean, with what must be found in each."""
    rng = random.Random(seed)
    return [_message(rng) for _ in range(count)]


def clean(seed: int, count: int) -> list[str]:
    """Messages in which nothing should be marked."""
    rng = random.Random(seed)
    return ["".join(rng.sample(CLEAN, rng.randint(1, 4))) for _ in range(count)]


def _message(rng: random.Random) -> tuple[str, list[Truth]]:
    text, truths = "", []
    for _ in range(rng.randint(1, 3)):
        if rng.random() < 0.3:
            text += rng.choice(CLEAN)
            continue
        for at, part in enumerate(rng.choice(SENTENCES).replace("}", "{").split("{")):
            kind, piece, tail = _drawn(rng, part) if at % 2 else ("", part, "")
            if kind:
                truths.append(Truth(len(text), len(text) + len(piece), kind))
            text += piece + tail
        text += "" if text[-1] in "。？" else "\n"
    return text, truths


def _drawn(rng: random.Random, slot: str) -> tuple[str, str, str]:
    """Kind, piece to be found, and what follows it."""
    if slot == "S":
        full = _person(rng) if rng.random() < 0.4 else rng.choice(LAST)
        return rng.choice((("name", full, rng.choice(TITLES)), ("name", full, rng.choice(TITLES)), _nick(rng)))
    kind, draw = _SLOTS[slot]
    return kind, draw(rng), ""


def _nick(rng: random.Random) -> tuple[str, str, str]:
    return "name", rng.choice("小老") + rng.choice(LAST), ""


def _person(rng: random.Random) -> str:
    return (rng.choice(LAST2) if rng.random() < 0.04 else rng.choice(LAST)) + rng.choice(FIRST)


def _number(rng: random.Random, count: int) -> str:
    return "".join(rng.choice("0123456789") for _ in range(count))


def _dressed(rng: random.Random, digits: str, groups: tuple[int, ...]) -> str:
    """The digits as people write them: bare, in groups, full-width, or in words."""
    style = rng.random()
    if style < 0.1:
        return "".join(chr(ord(sign) + 0xFEE0) for sign in digits)
    if style < 0.16:
        return "".join(WORDS_OF[int(sign)] if sign.isdigit() else sign for sign in digits)
    if style < 0.4:
        parts, at = [], 0
        for size in groups:
            parts.append(digits[at : at + size])
            at += size
        return rng.choice(" -").join([*parts, digits[at:]] if digits[at:] else parts)
    return digits


def _mobile(rng: random.Random) -> str:
    number = _dressed(rng, "1" + rng.choice("3456789") + _number(rng, 9), (3, 4, 4))
    return rng.choice(("", "", "", "+86 ", "86-")) + number if number.isascii() else number


def _land(rng: random.Random) -> str:
    code = rng.choice(("0755", "010", "0731", "021", "0591"))
    return code + rng.choice(("-", "", " ", "－")) + rng.choice("2345678") + _number(rng, 7)


def _free(rng: random.Random) -> str:
    number = _number(rng, 7)
    return rng.choice((f"400-{number[:3]}-{number[3:]}", f"400{number}", f"400 {number[:3]} {number[3:]}"))


def _identity(rng: random.Random) -> str:
    born = f"{rng.randint(1935, 2015)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}"
    head = rng.choice(("440305", "110105", "430102", "510104", "320102")) + born + _number(rng, 3)
    if rng.random() < 0.08:
        return head[:6] + head[8:]
    check = "10X98765432"[sum(int(d) * w for d, w in zip(head, WEIGHTS, strict=True)) % 11]
    return _dressed(rng, head + check, (6, 8, 4))


def _card(rng: random.Random) -> str:
    head = rng.choice(("622202", "621700", "436742", "622848")) + _number(rng, rng.choice((9, 12)))
    for last in "0123456789":
        total = sum(
            int(d) if at % 2 == 0 else (2 * int(d)) - 9 * (int(d) > 4) for at, d in enumerate(reversed(head + last))
        )
        if total % 10 == 0:
            return _dressed(rng, head + last, (4, 4, 4, 4))
    raise AssertionError("one of ten digits fits")


def _permit(rng: random.Random) -> str:
    return rng.choice(("E", "G", "EA", "H", "M", "C")) + _number(rng, 8)


def _email(rng: random.Random) -> str:
    name = rng.choice(("wang.li", "zhang_88", "xiaoming2001", "chen-j", "lh"))
    return name + _number(rng, 2) + rng.choice("@＠") + rng.choice(("qq.com", "163.com", "mail.example.cn"))


def _wechat(rng: random.Random) -> str:
    return rng.choice(
        (
            f"wx_{_number(rng, 6)}",
            f"Lily{_number(rng, 4)}",
            f"a-jun{_number(rng, 3)}",
            "1" + rng.choice("358") + _number(rng, 9),
        )
    )


def _plate(rng: random.Random) -> str:
    head = rng.choice(PLATES) + rng.choice(LETTERS)
    tail = "".join(rng.choice("0123456789" + LETTERS.replace("I", "")) for _ in range(3)) + _number(rng, 2)
    energy = rng.choice("DF") + _number(rng, 5)
    return head + rng.choice(("", "", "·", " ")) + rng.choice((tail, tail, energy))


def _code(rng: random.Random) -> str:
    head = "91" + _number(rng, 6) + "".join(rng.choice(CODE) for _ in range(9))
    total = sum(CODE.index(sign) * pow(3, at, 31) for at, sign in enumerate(head))
    return head + CODE[(31 - total % 31) % 31]


def _birth(rng: random.Random) -> str:
    year, month, day = rng.randint(1940, 2020), rng.randint(1, 12), rng.randint(1, 28)
    return rng.choice(
        (
            f"{year}年{month}月{day}日出生",
            f"生于{year}年{month}月",
            f"出生日期{year}-{month:02}-{day:02}",
            f"{year}.{month}.{day}出生",
        )
    )


def _in_words(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else WORDS_OF[tens] + "十") + (WORDS_OF[ones] if ones else "")


def _room(rng: random.Random) -> str:
    floor, door, unit = rng.randint(1, 32), rng.randint(1, 8), rng.randint(1, 4)
    room = f"{floor}{door:02}"
    forms = (
        f"{unit}单元{room}室",
        f"{room}室",
        f"{room}房",
        f"{unit}单元{room}",
        f"{unit}-{room}",
        f"{_in_words(floor)}楼{room}",
        "".join(chr(ord(sign) + 0xFEE0) for sign in room) + "室",
        f"{floor}楼{door:02}室",
        f"{unit}单元{floor}楼东户",
        f"{room}号房",
        "".join(WORDS_OF[int(sign)] for sign in room.zfill(3)) + "室",
        f"{_in_words(unit)}单元{floor}层{room}",
    )
    return rng.choice(forms)


def building(rng: random.Random) -> str:
    """A building as people write it; it stays in what is published."""
    number = rng.randint(1, 30)
    return rng.choice(
        (f"{number}栋", f"{number}号楼", f"{_in_words(number)}栋", f"{rng.choice('ABC')}座", f"{number}幢")
    )


_SLOTS = {
    "P": ("telephone", _mobile),
    "T": ("telephone", _land),
    "F": ("telephone", _free),
    "I": ("identity", _identity),
    "B": ("card", _card),
    "V": ("passport", _permit),
    "E": ("email", _email),
    "Q": ("account", lambda rng: _number(rng, rng.randint(6, 10))),
    "W": ("account", _wechat),
    "C": ("plate", _plate),
    "U": ("credit_code", _code),
    "L": ("licence", lambda rng: rng.choice(("44", "51")) + _number(rng, 10)),
    "D": ("birth", _birth),
    "R": ("room", _room),
    "N": ("name", _person),
    "H": ("", building),
}
