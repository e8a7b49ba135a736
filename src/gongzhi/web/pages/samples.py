"""What the gallery shows: invented matters in both languages, so that each component is seen at work."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import get_language

from gongzhi.kernel.clock import now
from gongzhi.web.parts import (
    Act,
    Area,
    Card,
    Chart,
    Column,
    Entry,
    FileLink,
    MapView,
    Photo,
    Row,
    Series,
    Stage,
    Tab,
    Table,
)


def say(chinese: str, english: str) -> str:
    """The sample sentence in the reader's language."""
    return english if get_language() == "en" else chinese


class SampleForm(forms.Form):
    """One field of every kind."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(_fields())


def _fields() -> dict[str, forms.Field]:
    places = [
        ("", say("请选一栋", "Choose a building")),
        ("3", say("南油 A 区 3 栋", "Nanyou A, block 3")),
        ("x", say("不知道", "I do not know")),
    ]
    kinds = [
        ("report", say("反映问题", "Report a problem")),
        ("ask", say("问一问", "Ask")),
        ("idea", say("提建议", "Suggest")),
    ]
    wrong_text = say("请写发生了什么，比如“楼道灯不亮”", "Say what happened, for example “the stair light is out”")
    wrong_kind = say("请选一种，不确定选“反映问题”", "Choose one; if unsure, “Report a problem”")
    return {
        "text": forms.CharField(
            label=say("发生了什么？", "What happened?"),
            help_text=say("想到什么写什么，不用写全。", "Write what comes to mind; it need not be complete."),
            widget=forms.Textarea(attrs={"rows": 4}),
            error_messages={"required": wrong_text},
        ),
        "kind": forms.ChoiceField(
            label=say("这是哪一种？", "Which kind is it?"),
            choices=kinds,
            widget=forms.RadioSelect,
            error_messages={"required": wrong_kind},
        ),
        "place": forms.ChoiceField(label=say("在哪一栋？", "Which building?"), choices=places, required=False),
        "phone": forms.CharField(
            label=say("手机号", "Mobile number"),
            help_text=say(
                "只给办这件事的人看，谁看过您查得到。", "Only those who handle it see it, and you can see who looked."
            ),
            required=False,
            widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        ),
        "photo": forms.FileField(label=say("照片", "Photograph"), required=False),
        "public": forms.BooleanField(
            label=say("可以写进公开榜，不出现我的名字", "May be shown on the public board, without my name"),
            required=False,
        ),
    }


def stages(here: int) -> list[Stage]:
    """The six stages with number `here` being worked on (7: all done)."""
    names = [
        ("反映", "Reported"), ("受理", "Accepted"), ("交办", "Assigned"),
        ("办理", "In hand"), ("答复", "Answered"), ("评判", "Judged"),
    ]  # fmt: skip
    status = ["done" if n < here else "now" if n == here else "next" for n in range(1, 7)]
    return [Stage(say(*name), state) for name, state in zip(names, status, strict=True)]


def cards() -> list[Card]:
    """Four matters in four moods."""
    at = now()
    place = say("南油社区 · A 区 3 栋", "Nanyou · block A3")
    return [
        Card(
            "#1", say("3 栋二单元楼梯灯不亮，晚上老人下楼看不见", "The stair light in A3 unit 2 is out; old people cannot see at night"),
            "1", place, say("逾期", "overdue"), "late", "", say("南油物业", "Nanyou property company"), at - timedelta(hours=3, minutes=4),
            at - timedelta(days=3), say("说好昨天换灯，还没换", "Promised for yesterday and not done"), 12, selectable="1",
        ),
        Card(
            "#2", say("消防通道被电动车堵了", "Electric bicycles block the fire lane"), "2", place, say("快到期", "due soon"), "soon", "",
            say("街道城市管理科", "Street urban management"), at + timedelta(hours=4, minutes=10), at - timedelta(days=1),
            say("今天 18 点到期，居民补了照片", "Due at 18:00; the resident added a photograph"), 4, new=True, selectable="2",
        ),
        Card(
            "#3", say("想在小区门口装一个雨棚", "We would like a rain shelter at the gate"), "3", place, say("等居民评判", "waits for the resident"),
            "wait", "", "", at + timedelta(days=5), at - timedelta(days=9), selectable="3",
        ),
        Card(
            "#4", say("二楼平台堆了建筑垃圾", "Rubble on the second-floor terrace"), "4", place, say("已解决", "solved"), "done", "", "", None,
            at - timedelta(days=20), opened=True, selectable="4",
        ),
    ]  # fmt: skip


def story() -> list[Entry]:
    """A matter's timeline with a promise kept and one that is open."""
    at = now()
    office = say("街道城市管理科", "Street urban management")
    return [
        Entry(at - timedelta(minutes=20), say("去看过了，灯坏了，明天换。", "went to look: the lamp is broken and will be replaced tomorrow."),
              say("南油物业", "Nanyou property company"), mark="open", due=at + timedelta(days=1), new=True),
        Entry(at - timedelta(hours=20), say("把这件事转给南油物业。依据：责任清单第 12 条。", "passed it to Nanyou property company. Ground: list, item 12."), office),
        Entry(at - timedelta(days=1, hours=2), say("打来电话，说会来看。", "telephoned to say that they would come."), office,
              mark="kept", due=at - timedelta(hours=21)),
        Entry(at - timedelta(days=2), say("您反映了这件事。", "You reported this."), detail=say(
            "3 栋二单元楼梯灯不亮，晚上老人下楼看不见。\n已经三天了。", "The stair light in A3 unit 2 is out; old people cannot see at night.\nIt has been three days.")),
    ]  # fmt: skip


def chart(kind: str) -> Chart:
    """A chart of one kind."""
    if kind == "hbar":
        names = [
            ("噪声", "Noise"),
            ("停车", "Parking"),
            ("楼道照明", "Stair lights"),
            ("垃圾", "Rubbish"),
            ("漏水", "Leaks"),
        ]
        return Chart(
            "chart-slow", say("哪几类问题最久？", "Which matters take longest?"),
            say("噪声最久，一半要 9 天以上；楼道照明最快，一半 2 天内办好。", "Noise: half take more than 9 days. Stair lights are quickest: half within 2 days."),
            [say(*n) for n in names], [Series(say("中位天数", "Median days"), [9, 6.5, 2, 3, 5])], "hbar", say("天", "days"),
            say("近 90 天办完的 412 件，11 月 22 日算出。", "412 matters ended in the last 90 days; reckoned on 22 November."), say("类别", "Group"), "#",
        )  # fmt: skip
    months = [
        say(f"{n} 月", name) for n, name in ((6, "Jun"), (7, "Jul"), (8, "Aug"), (9, "Sep"), (10, "Oct"), (11, "Nov"))
    ]
    return Chart(
        f"chart-{kind}", say("解决得比半年前多吗？", "Are more solved than half a year ago?"),
        say("是，解决率从六成升到近八成，满意率升得慢些。", "Yes: from six in ten to almost eight; satisfaction rose more slowly."),
        months, [Series(say("解决率", "Solved"), [61, 64, 66, 71, 74, 78]), Series(say("满意率", "Satisfied"), [58, 57, 61, 63, 66, 69])],
        kind, "%", say("每月评判过的事，共 2,130 件。", "Matters judged in each month, 2,130 in all."), say("月份", "Month"),
    )  # fmt: skip


def table() -> Table:
    """Three rates by community."""
    names = [("南油社区", "Nanyou"), ("海珠社区", "Haizhu"), ("粤桂社区", "Yuegui")]
    figures = [(412, "96%", "78%", "69%"), (280, "93%", "74%", "70%"), (97, "98%", "81%", "77%")]
    columns = (
        Column(say("社区", "Community")), Column(say("件数", "Matters"), True, "?sort=count&order=up", "descending"),
        Column(say("响应率", "Response"), True, "?sort=response"), Column(say("解决率", "Solution"), True), Column(say("满意率", "Satisfaction"), True),
    )  # fmt: skip
    rows = [Row((say(*n), *f), f"#{i}", f"t-{i}") for i, (n, f) in enumerate(zip(names, figures, strict=True))]
    caption = say("各社区三率，近 90 天，截至 11 月 22 日", "Three rates by community, last 90 days, to 22 November")
    return Table(caption, columns, rows, (say("全街道", "Whole street"), 789, "95%", "77%", "70%"))


def street_map() -> MapView:
    """A drawn street of four cells."""

    def cell(x: float, y: float) -> dict[str, Any]:
        w, h = 0.012, 0.009
        lon, lat = 113.92 + x * w, 22.51 + y * h
        ring = [[lon, lat], [lon + w, lat], [lon + w * 1.1, lat + h], [lon + w * 0.1, lat + h], [lon, lat]]
        return {"type": "Polygon", "coordinates": [ring]}

    spots = [
        ("南油社区", "Nanyou", 41, 0, 0),
        ("海珠社区", "Haizhu", 22, 1, 0),
        ("粤桂社区", "Yuegui", 9, 0, 1),
        ("蔚蓝海岸社区", "Weilan Coast", 3, 1, 1),
    ]
    areas = [Area(f"a{i}", say(zh, en), n, f"#a{i}", cell(x, y)) for i, (zh, en, n, x, y) in enumerate(spots)]
    areas.append(Area("a9", say("深大社区", "Shenda"), 0, "#a9", None, say("没有边界数据", "no outline")))
    return MapView(
        "map-open", say("还没办完的在哪里？", "Where are matters open?"),
        say("四个社区里南油最多，41 件。", "Nanyou has most of the open matters: 41."), areas, say("件", "matters"), synthetic=True,
    )  # fmt: skip


def tabs() -> list[Tab]:
    """The four heaps of an inbox."""
    return [
        Tab(say("今天到期", "Due today"), "#", True, 3), Tab(say("明天", "Tomorrow"), "#", False, 7),
        Tab(say("逾期", "Overdue"), "#", False, 1, "late"), Tab(say("等别人", "Waiting for others"), "#", False, 12),
    ]  # fmt: skip


def acts() -> list[Act]:
    """The act bar of a worker."""
    return [
        Act(say("接下来办", "Accept"), "#accept", key="a", icon="check2", tone="filled"),
        Act(say("转给别人", "Hand on"), "#hand", key="h", icon="arrow-left-right"),
        Act(say("吹哨", "Whistle"), "#whistle", key="w", icon="megaphone"),
        Act(say("写答复", "Answer"), "#answer", key="r", icon="pencil"),
        Act(say("拒绝这件", "Refuse"), "#refuse", tone="final", icon="x-lg"),
    ]


def batch() -> list[Act]:
    """What may be done with several at once."""
    return [Act(say("一起接", "Accept them"), value="accept"), Act(say("一起转", "Hand them on"), value="hand")]


def photos() -> list[Photo]:
    """One drawn picture."""
    picture = "/static/web/mark.svg"
    return [Photo(picture, say("修好以后的楼梯灯", "The stair light after the repair"), picture)]


def files() -> list[FileLink]:
    """One paper."""
    return [FileLink(say("协调会纪要.pdf", "minutes of the meeting.pdf"), "#", 182_000, "PDF")]


def instants() -> list[datetime]:
    """Deadlines from overdue to far."""
    at = now()
    steps = (
        timedelta(days=-2),
        timedelta(hours=-3),
        timedelta(minutes=25),
        timedelta(hours=4, minutes=10),
        timedelta(days=1, hours=4),
        timedelta(days=12),
    )
    return [at + step for step in steps]
