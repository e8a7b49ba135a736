"""Answers that answer: what is pointed out and where, what is left alone, and templates known again."""

from __future__ import annotations

import csv
import gzip
import string
import time
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.triage.rules.answers import OFTEN, check, fingerprint, numbered, related
from gongzhi.triage.words import ADVICE

ASKED = "3栋2单元楼道灯不亮\n楼道灯坏了两天，晚上下楼看不见，老人怕摔。"
GOOD = "物业王师傅今天上午十点换好了3栋2单元的楼道灯。如果晚上还不亮，请打物业电话，当天来修。"
HOLLOW = "您好，您的留言已收悉。我们高度重视，已转交相关部门研究处理，将尽快答复。感谢您的支持。"
HOLLOW_PRINT = -5966445036993853152
PARTS = "几个问题：1、电梯什么时候修好？2、停车费为什么涨价？3、楼顶漏水谁来补？"

any_text = st.one_of(
    st.text(max_size=300),
    st.text(
        alphabet="的了已转交处理楼道灯物业明天将会123、.（一）？。！\n “”问题反映关于" + string.ascii_letters,
        max_size=300,
    ),
)


def codes(question: str, answer: str, **more) -> list[str]:
    return [one.code for one in check(question, answer, **more)]


def test_an_answer_that_says_who_did_what_when_and_what_next_is_left_alone():
    assert check(ASKED, GOOD) == []


def test_a_hollow_answer_is_pointed_at_sentence_by_sentence():
    found = {one.code: one for one in check(ASKED, HOLLOW)}
    assert {"what", "who", "when", "question", "jargon"} <= set(found)
    begin, end = found["when"].sentence
    assert "尽快" in HOLLOW[begin:end] and found["when"].found == ("尽快",)
    begin, end = found["who"].sentence
    assert "相关部门" in HOLLOW[begin:end]
    assert found["question"].sentence is None


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        ("what", "物业说楼道灯这件事已转交，明天会有人电话告诉您。"),
        ("who", "楼道灯今天上午换好了，如果再坏请反映。"),
        ("when", "物业换好了楼道灯，如果再坏请打物业电话。"),
        ("next", "物业今天上午到3栋看了楼道灯。"),
        ("question", "物业今天上午修好了电梯，如果再坏请打物业电话。"),
        ("jargon", "工单承办单位物业今天上午换好了楼道灯，如果再坏请打物业电话。"),
    ],
)
def test_each_thing_that_is_missing_is_named_alone(code, answer):
    assert codes(ASKED, answer) == [code]


def test_finished_needs_no_next_and_a_reason_is_an_act():
    assert codes(ASKED, "物业王师傅今天上午把3栋的楼道灯修好了。") == []
    assert "what" not in codes(ASKED, "楼道灯属于供电公司的线路，社区不能拆。")


def test_a_consultation_needs_no_act_but_still_an_answer():
    asked = "租房的孩子怎么上小学\n我们是租房的，孩子今年上小学，居住证要满几年？"
    assert codes(asked, "租房的孩子凭居住证报名，居住证要满一年。", kind="consult") == []
    assert codes(asked, "电梯由物业修。", kind="consult") == ["question"]
    assert {"what", "who", "next"} & set(codes(asked, "租房的孩子凭居住证报名。"))


def test_every_numbered_question_is_looked_for():
    answer = "物业公司明天修好电梯，楼顶漏水由工程队下周一补，如果再漏请打电话。"
    found = [one for one in check(PARTS, answer) if one.code == "part"]
    assert [one.number for one in found] == [2]
    assert "part" not in codes(PARTS, answer + "停车费涨价是业主大会5月表决的。")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (PARTS, 3),
        ("1. 灯坏了\n2. 门坏了", 2),
        ("一、灯坏了。二、门坏了。三、路坏了。", 3),
        ("（1）灯坏了；（2）门坏了", 2),
        ("①灯坏了\n②门坏了", 2),
        ("第一、灯坏了。第二、门坏了。", 2),
        ("水费涨到1.5元，电费2.3元", 0),
        ("3、只有第三条", 0),
        ("1、只有一条", 0),
        ("2019年1月2日，3栋", 0),
        ("", 0),
    ],
)
def test_numbered_questions_are_found_in_every_usual_way(text, count):
    assert len(numbered(text)) == count


def test_a_template_is_one_whatever_is_filled_in():
    first = "网友“张三”您好！您反映的岳麓区垃圾问题已收悉，已转交岳麓区城管局调查处理。感谢您的支持！2019年1月2日"
    second = "你好，你反映的3栋电梯噪音扰民问题收悉。已转交雨花区住建局调查处理，感谢理解与监督。 2021年11月30日"
    assert fingerprint(first) == fingerprint(second)
    assert fingerprint("已转给南油社区王主任跟进，请耐心等待。") == fingerprint("已转给 3 栋李师傅跟进, 请耐心等待!")
    assert fingerprint("We passed it on to Anna, please wait.") == fingerprint("We passed it on to Bob, please wait.")


def test_what_was_done_makes_another_fingerprint():
    assert fingerprint(GOOD) != fingerprint(HOLLOW)
    assert fingerprint("物业今天换好了楼道灯。") != fingerprint("物业今天修好了电梯门。")
    assert fingerprint("已转交城管局处理。") != fingerprint("已转交城管局处理。城管局昨天把小广告都铲掉了。")
    assert fingerprint("一楼住户自己装的地锁，昨天由物业和业委会一起拆掉。") != fingerprint("楼顶水箱请了专业公司洗。")


def test_the_fingerprint_never_changes():
    """It is kept in the database: another number for the same text would forget what was counted."""
    assert fingerprint("") == fingerprint("您好，感谢您的支持！") == fingerprint("\n 123 。")
    assert fingerprint(HOLLOW) == HOLLOW_PRINT
    assert -(2**63) <= fingerprint(GOOD) < 2**63


def test_a_template_is_named_only_when_it_was_used_often():
    assert "template" not in codes(ASKED, GOOD, seen=OFTEN - 1)
    assert codes(ASKED, GOOD, seen=OFTEN) == ["template"]
    assert codes(ASKED, GOOD, seen=3, often=3) == ["template"]
    assert check(ASKED, GOOD, seen=100)[0].found == ("100",)


def test_odd_texts_are_said_to_be_odd():
    assert codes(ASKED, "") == codes(ASKED, " \n\t") == ["empty"]
    assert codes(ASKED, "Лампа починена сегодня") == ["cannot_tell"]
    assert codes(ASKED, "🙂🙂🙂") == codes(ASKED, "。。。") == ["cannot_tell"]
    assert "question" not in codes("", GOOD) and "question" not in codes("灯", GOOD)
    assert {"what", "who", "when", "next"} <= set(codes(ASKED, "好"))


def test_english_is_looked_at_too():
    asked = "The stair light is broken\nNo light on the stairs of building 3."
    assert codes(asked, "We fixed the stair light of building 3 today. Please call if it breaks.") == []
    assert {"what", "when"} <= set(codes(asked, "Forwarded. We are looking into the light, soon."))


@given(any_text, any_text, st.integers(0, 200))
def test_any_two_texts_are_taken(question, answer, seen):
    found = check(question, answer, seen=seen)
    for one in found:
        assert one.code in ADVICE
        if one.sentence is not None:
            begin, end = one.sentence
            assert 0 <= begin < end <= len(answer) and answer[begin:end].strip()
        if one.number:
            assert one.number <= len(numbered(question))
    assert found == check(question, answer, seen=seen)
    assert 0 <= related(question, answer) == related(question, answer)


@given(any_text)
def test_numbered_parts_lie_in_order_inside_the_text(text):
    spans = numbered(text)
    assert all(0 <= begin <= end <= len(text) for begin, end in spans)
    assert all(a[1] <= b[0] for a, b in zip(spans, spans[1:], strict=False))
    assert len(spans) != 1


@given(
    st.lists(st.sampled_from("岳麓雨花开福天心芙蓉望城"), min_size=2, max_size=5).map("".join),
    st.integers(1, 9999),
    st.integers(1, 31),
    st.sampled_from(["您好！", "网友您好。", ""]),
)
def test_names_numbers_and_greetings_never_change_a_fingerprint(place, number, day, greeting):
    made = f"{greeting}您反映的{place}{number}号的问题已转交{place}城管局调查处理，结果将及时反馈。2020年1月{day}日"
    plain = "您反映的问题已转交城管局调查处理，结果将及时反馈。"
    assert fingerprint(made) == fingerprint(plain)


@pytest.mark.parametrize(
    "piece", ["的", "反映", "关于", "“", "1、问", "（一", "已", " A", "要求", "\n1", "🙂", "。", "x"]
)
def test_ten_thousand_characters_take_no_time(piece):
    text = (piece * 10_000)[:10_000]
    started = time.process_time()
    check(text, text)
    fingerprint(text)
    assert time.process_time() - started < 2


@pytest.fixture(scope="module")
def pairs(shared_data) -> list[tuple[str, str]]:
    csv.field_size_limit(10**7)
    with gzip.open(shared_data / "messages/with_replies.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return [(f"{row['subject']}\n{row['body']}", row["reply"]) for row in csv.DictReader(file)]


def _flagged(pairs: list[tuple[str, str]]) -> float:
    return sum("question" in codes(q, a) for q, a in pairs) / len(pairs)


def test_real_replies_under_other_messages_are_seen_not_to_answer(pairs):
    """Shares only: no message is ever printed."""
    some = Random(7).sample(pairs, 500)
    moved = [(q, some[at - 1][1]) for at, (q, _) in enumerate(some)]
    true, other = _flagged(some), _flagged(moved)
    assert true < 0.15 and other > 0.8, (true, other)


def test_real_replies_fall_into_templates(pairs):
    prints: dict[int, set[str]] = {}
    for _, answer in pairs:
        prints.setdefault(fingerprint(answer), set()).add(answer)
    assert 10 < sum(len(texts) > 1 for texts in prints.values()) < 100
    assert len(prints) > 1500
