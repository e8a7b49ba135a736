"""Made-up messages of three kinds, enough to learn from, for the tests of sorting."""

from __future__ import annotations

from random import Random

from gongzhi.triage.rules.reading import Message

KINDS = {
    "路": ("路面坑洼", "人行道破损", "路灯不亮", "斑马线看不清", "井盖松动", "公交站牌倒了"),
    "水": ("自来水发黄", "半夜停水", "水压太低", "水管漏水", "水表走得快", "二次供水不干净"),
    "校": ("学校补课收费", "老师调动", "幼儿园学费上涨", "学区划分不清楚", "校车晚点", "食堂饭菜凉"),
}
AROUND = ("你好，请问", "我们小区", "最近几天", "一直没有人管", "希望尽快处理", "谢谢", "已经反映过", "住在这里的居民")


def rows(many: int, seed: int = 1) -> list[tuple[Message, str]]:
    """Labelled messages, each with two things of its kind among words that everybody writes."""
    random, made = Random(seed), []
    for at in range(many):
        label = sorted(KINDS)[at % len(KINDS)]
        said = [*random.sample(KINDS[label], 2), *random.sample(AROUND, 3), str(random.randrange(1000))]
        random.shuffle(said)
        made.append((Message(subject=random.choice(KINDS[label]), body="，".join(said)), label))
    return made


def cut(many: int, seed: int = 1) -> list[tuple[Message, str]]:
    """The same, but cut into words as a segmented file is."""
    return [(Message(words=tuple((m.subject + "，" + m.body).split("，"))), label) for m, label in rows(many, seed)]
