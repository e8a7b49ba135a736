"""What the home community of the demonstration says again and again: five things, each in many people's own words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from gongzhi.cases import services
from gongzhi.cases.demo import texts
from gongzhi.cases.demo.acts import Stage
from gongzhi.cases.demo.fate import fate
from gongzhi.cases.services import NewCase
from gongzhi.kernel import clock
from gongzhi.mandates import selectors as mandates


@dataclass(frozen=True)
class Theme:
    """One thing that is said again and again: its type, on which days before the end, and in which words."""

    code: str
    days: tuple[float, ...]
    said: tuple[str, ...]


THEMES = (
    Theme(
        "ZS18",
        (150, 148, 145, 141, 139, 136, 133, 130, 127, 124, 121, 117, 62, 31),
        (
            "胡记烧烤的油烟一到晚上就灌进卧室，窗户不敢开",
            "楼下胡记烧烤夜里十一点还在烤，油烟呛人",
            "胡记烧烤的排烟口对着二单元，阳台全是油烟味",
            "又是胡记烧烤，油烟从厨房窗户进来，孩子咳嗽",
            "胡记烧烤没有装净化器吧，油烟飘到八楼",
            "晚上八点以后胡记烧烤的油烟最重，晒的被子都是味",
            "和胡记烧烤的老板说过油烟的事，他说管道坏了",
            "胡记烧烤把炉子搬到后巷，油烟直接往楼上走",
            "老人有哮喘，胡记烧烤的油烟让人喘不上气",
            "胡记烧烤的油烟管道接口在漏，墙上一片黑",
            "连着三个晚上，胡记烧烤的油烟到十二点才散",
            "胡记烧烤周末生意好，油烟更大，怎么没人管",
            "胡记烧烤昨晚又有一点油烟，比以前少",
            "胡记烧烤后巷闻到油烟，不知道净化器开没开",
        ),
    ),
    Theme(
        "WY13",
        (58, 55, 51, 49, 44, 40, 37, 33, 27, 22, 16, 9),
        (
            "一号货梯又停在六楼和七楼中间，按键没有反应",
            "一号货梯这个月第三次停在半层，门开了一条缝",
            "一号货梯运行的时候抖，停在半层不敢坐",
            "搬家具坐一号货梯，停在半层二十分钟",
            "一号货梯贴着检修，第二天照样停在半层",
            "孩子坐一号货梯上楼，停在半层吓哭了",
            "一号货梯下行有异响，停在半层的次数越来越多",
            "物业说一号货梯修好了，今天早上又停在半层",
            "一号货梯停在半层，报警铃按了没人应",
            "一号货梯的门合不上，然后就停在半层",
            "什么时候换一号货梯，天天停在半层谁敢坐",
            "一号货梯停在半层，推轮椅的老人出不来",
        ),
    ),
    Theme(
        "LD13",
        (106, 104, 101, 99, 96, 94, 91, 89, 86, 84, 81, 79),
        (
            "我们小区没有电动车充电桩，大家从窗户拉线充电",
            "想请小区装几个电动车充电桩，现在没有地方充",
            "电动车充电桩一个也没有，只好把电池拎上楼充",
            "一楼邻居拉线给电动车充电，要是有充电桩就不会这样",
            "小区门口能不能装电动车充电桩，送外卖的更需要",
            "电动车没有充电桩，楼道里停满了车在充电，怕着火",
            "什么时候装电动车充电桩，电池在家里充睡不着",
            "车棚里装电动车充电桩吧，我们愿意按次付钱",
            "电动车充电桩别装在我家窗下，别的地方都同意",
            "隔壁小区有电动车充电桩，我们为什么没有",
            "电动车充电桩装在哪里、谁出钱，请居委会牵头商量",
            "消防来查过电动车飞线，说要有充电桩才治本",
        ),
    ),
    Theme(
        "HW01",
        (38, 36, 33, 30, 28, 25, 21, 18, 14, 12),
        (
            "东门垃圾房满了没人清，垃圾堆到马路上",
            "东门垃圾房的桶两天没收，苍蝇乱飞",
            "路过东门垃圾房要捂鼻子，垃圾漫出来了",
            "东门垃圾房周末没有人清运，袋子堆成山",
            "雨后东门垃圾房的污水流到人行道，垃圾没收",
            "东门垃圾房的垃圾满了，野猫把袋子都扯开",
            "早上七点东门垃圾房还是满的，清运车没来",
            "东门垃圾房门口堆了床垫和垃圾，车进不去",
            "东门垃圾房味道大，垃圾满了三天",
            "东门垃圾房能不能一天清两次，垃圾天天满",
        ),
    ),
    Theme(
        "JT22",
        (17, 15.5, 14, 12, 10, 8, 6, 4.5, 3),
        (
            "小学北门放学接送车双排停，孩子从车缝里过街",
            "小学北门四点半接送车堵住路口，没有人疏导",
            "接送车停在小学北门斑马线上，老师拦都拦不住",
            "小学北门接送车双排停，公交进不了站",
            "电动车和接送车在小学北门抢道，今天差点撞人",
            "小学北门放学那半小时，接送车把路停死了",
            "希望小学北门有人疏导，接送车太乱",
            "小学北门的接送车能不能错开时间，双排停太危险",
            "下雨天小学北门接送车更多，孩子走在马路中间",
        ),
    ),
)
LEAST = timedelta(days=180)  # a shorter life has no room for them


def plan(stage: Stage, place: Any, start: datetime, end: datetime) -> None:
    """Let every theme be said on its days, each time by somebody else."""
    if end - start < LEAST:
        return
    for theme in THEMES:
        for days, text in zip(theme.days, theme.said, strict=True):
            moment = stage.life.humane(end - timedelta(days=days))
            stage.life.plan(moment, partial(_said, stage, theme, text, place))


def _said(stage: Stage, theme: Theme, text: str, place: Any) -> None:
    matter = mandates.matter(theme.code)
    drawn = fate(stage.rng, clock.today().month)
    drawn.topic = next(topic for topic in texts.TOPICS if topic.code == theme.code)
    drawn.unsure, drawn.branch, drawn.merge, drawn.withdraw = False, "", False, False
    new = NewCase(
        text=text, place_id=place.pk, intake=matter.kind if matter else "help", matter=theme.code, lon=place.lon,
        lat=place.lat,
    )  # fmt: skip
    case = services.report_case(actor=None, new=new).case
    stage.later(case, drawn, drawn.lag.total_seconds() / 3600)
