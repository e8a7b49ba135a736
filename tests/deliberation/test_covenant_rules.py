"""The plain rules of rule texts: forbidden words, what changed, stricter or looser, samples, advice."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongzhi.deliberation.rules import composition, covenant_checks, covenant_text, selfrules
from gongzhi.deliberation.rules.covenant_text import ClauseText
from gongzhi.deliberation.rules.selfrules import Norm, relation

BAD = (
    ("乱扔垃圾的，每次罚款50元。", "fine"),
    ("不得乱停车，否则处以二百元罚金。", "fine"),
    ("占用楼道的电动车一律没收。", "confiscate"),
    ("拖欠物业费的停水停电，直到交清。", "supply"),
    ("对违反本公约的住户断水断电。", "supply"),
    ("不交停车费的，停用门禁卡。", "supply"),
    ("不参加打扫的，取消低保资格。", "rights"),
    ("违反本公约的，居委会不予开具证明。", "rights"),
    ("欠费业主不得进入小区。", "rights"),
    ("租户不得参加居民会议的表决。", "origin"),
    ("居民代表仅限本市户籍，外来人员无权参选。", "origin"),
    ("外嫁女不得享受小区收益。", "origin"),
    ("每户交200元卫生费。", "money"),
    ("装修前必须交纳装修保证金三千元。", "money"),
    ("欠费名单和门牌号在公告栏公布。", "expose"),
    ("不文明行为上曝光台。", "expose"),
    ("一户违反，全楼取消评优和补助。", "collective"),
    ("物业有权强行进入室内清理。", "force"),
    ("居民不得向12345投诉本小区的事。", "silence"),
    ("入住即视为放弃诉讼的权利。", "silence"),
    ("丧偶妇女不得再婚后住在本楼。", "private"),
    ("违反三次记入个人征信。", "credit"),
    ("法律没有规定或者不一致的，以本公约为准。", "above_law"),
)
GOOD = (
    "晚上十点以后，不放大声的音响，不用电钻。",
    "遛狗牵绳，随手清理。",
    "电动车在充电棚充电，不推进楼道。",
    "物业不得以停水停电催交费用。",
    "任何人不得罚款、没收邻居的东西。",
    "停水停电的通知，物业提前一天贴在楼下。",
    "租户、业主、外来居民，住在这里就一起商量。",
    "有事先跟邻居说，说不通请楼栋长来说和。",
    "账目每季度公布一次。",
    "候选人名单公布七天，有意见可以提。",
    "有困难的老人，楼栋长每周上门看看。",
    "对居委会有意见，可以当面说，也可以向街道投诉。",
    "按物业服务合同交物业费。",
    "自愿捐款，不登记、不比较。",
    "高空不抛物，花盆不放窗台外。",
)  # fmt: skip


@pytest.mark.row("J08")
@pytest.mark.parametrize(("text", "code"), BAD)
def test_a_bad_clause_is_caught_with_its_words_its_reason_and_its_ground(text, code):
    hits = covenant_checks.look(text)
    assert code in {hit.code for hit in hits}, hits
    for hit in hits:
        assert text[hit.start : hit.end] == hit.found
        check = covenant_checks.checks()[hit.code]
        assert check.ground and check.ground_en and check.why and check.why_en


@pytest.mark.row("J08")
@pytest.mark.parametrize("text", GOOD)
def test_a_good_clause_is_left_alone(text):
    assert covenant_checks.look(text) == ()


def test_every_check_of_the_table_catches_one_of_the_bad_clauses():
    assert {code for _text, code in BAD} == set(covenant_checks.checks())


def _texts(*said: tuple[int, str]) -> list[ClauseText]:
    return [ClauseText(key, position, text) for position, (key, text) in enumerate(said, 1)]


@pytest.mark.row("B11")
def test_a_diff_names_what_came_went_changed_and_moved():
    old = _texts((1, "十点以后安静。"), (2, "遛狗牵绳。"), (3, "不堆杂物。"), (4, "互相帮助。"))
    new = _texts((1, "九点半以后安静。"), (4, "互相帮助。"), (3, "不堆杂物。"), (5, "电动车进棚。"))
    found = {c.key: c.kind for c in covenant_text.compare(old, new)}
    assert found[1] == "changed" and found[2] == "removed" and found[5] == "added"
    assert sorted((found[3], found[4])) == ["moved", "same"]
    first = covenant_text.compare(old, new)[0]
    assert "".join(p.text for p in first.pieces if p.kind != "new") == "十点以后安静。"
    assert "".join(p.text for p in first.pieces if p.kind != "gone") == "九点半以后安静。"


@settings(max_examples=25)
@given(
    *[st.lists(st.tuples(st.integers(1, 9), st.text("安静分类停车", max_size=8)), max_size=7, unique_by=lambda c: c[0])]
    * 2
)
def test_a_diff_can_be_read_back_into_both_versions(old, new):
    changes = covenant_text.compare(_texts(*old), _texts(*new))
    was = {c.key: "".join(p.text for p in c.pieces if p.kind != "new") for c in changes if c.old_position}
    now = {c.key: "".join(p.text for p in c.pieces if p.kind != "gone") for c in changes if c.new_position}
    assert was == dict(old) and now == dict(new)


def _n(subject: str, modality: str, bound: str, amount: int, unit: str) -> Norm:
    return Norm(subject, modality, bound, Fraction(amount), unit)


@pytest.mark.row("B12")
@pytest.mark.parametrize(
    ("lower", "upper", "how"),
    [
        (Norm("quiet", "must_not"), Norm("quiet", "must_not"), "same"),
        (Norm("quiet", "may"), Norm("quiet", "must_not"), "contrary"),
        (Norm("quiet", "must"), Norm("quiet", "must_not"), "contrary"),
        (Norm("dogs", "must_not"), Norm("dogs", "may"), "stricter"),
        (Norm("dogs", "may"), Norm("dogs", "must"), "looser"),
        # Loud music is banned from 22:00 on; the estate wants 21:00, 23:00, all day.
        (_n("quiet", "must_not", "at_least", 21, "点"), _n("quiet", "must_not", "at_least", 22, "点"), "stricter"),
        (_n("quiet", "must_not", "at_least", 23, "点"), _n("quiet", "must_not", "at_least", 22, "点"), "looser"),
        (Norm("quiet", "must_not"), _n("quiet", "must_not", "at_least", 22, "点"), "stricter"),
        # At most two dogs; the estate says one, three, and "at least three".
        (_n("dogs", "may", "at_most", 1, "只"), _n("dogs", "may", "at_most", 2, "只"), "stricter"),
        (_n("dogs", "may", "at_most", 3, "只"), _n("dogs", "may", "at_most", 2, "只"), "looser"),
        (_n("dogs", "must", "at_least", 3, "只"), _n("dogs", "may", "at_most", 2, "只"), "contrary"),
        (_n("works", "may", "at_least", 9, "点"), _n("works", "may", "at_most", 18, "点"), "partly"),
        (_n("quiet", "must_not", "at_least", 22, "点"), _n("quiet", "must", "at_most", 50, "分贝"), "units"),
        (Norm("quiet", ""), Norm("quiet", "must_not"), "unstructured"),
    ],
)  # fmt: skip
def test_the_lower_text_is_stricter_looser_or_contrary(lower, upper, how):
    assert relation(lower, upper) == how


OTHER_WAY = {"stricter": "looser", "looser": "stricter"}


@settings(max_examples=40)
@given(*[st.builds(Norm, st.just("dogs"), st.sampled_from(selfrules.MODALITIES), st.sampled_from(selfrules.BOUNDS),
                   st.integers(0, 4).map(Fraction), st.just("只"))] * 2)  # fmt: skip
def test_seen_from_the_other_side_stricter_is_looser(one, other):
    assert relation(other, one) == OTHER_WAY.get(relation(one, other), relation(one, other))


def test_two_subjects_are_never_compared():
    with pytest.raises(ValueError, match="two subjects"):
        relation(Norm("dogs", "may"), Norm("quiet", "may"))


def test_free_words_only_say_which_subject_they_speak_of():
    assert selfrules.subjects_in("楼道里不堆放杂物，电动车不飞线充电") == ("charging", "corridor")
    assert selfrules.subjects_in("大家好") == ()


@pytest.mark.row("B11")
def test_a_sample_is_drawn_again_from_its_seed_and_its_rate_has_an_interval():
    homes = [f"NYHY3-{n:03d}" for n in range(200)]
    first = covenant_text.drawn(homes, "2026-09-07 福彩3D 417", 40)
    assert first == covenant_text.drawn(reversed(homes), "2026-09-07 福彩3D 417", 40)
    assert len(set(first)) == 40 and set(first) <= set(homes)
    assert first != covenant_text.drawn(homes, "2026-09-08 福彩3D 026", 40)
    z = Fraction(49, 25)
    rate = covenant_text.awareness(knows=24, answered=36, unreached=4, sample=40, households=200, z=z)
    assert rate.share == pytest.approx(2 / 3) and (rate.sample, rate.answered) == (40, 36)
    assert rate.low == pytest.approx(0.5034, abs=1e-4) and rate.high == pytest.approx(0.7979, abs=1e-4)
    nobody = covenant_text.awareness(knows=0, answered=0, unreached=40, sample=40, households=200, z=z)
    assert nobody.share is None and nobody.low is None
    whole = covenant_text.awareness(knows=9, answered=10, unreached=0, sample=10, households=10, z=z)
    assert whole.low == whole.high == 0.9
    with pytest.raises(ValueError, match="contradict"):
        covenant_text.awareness(knows=9, answered=8, unreached=0, sample=10, households=10, z=z)


@pytest.mark.row("A17")
@pytest.mark.parametrize(
    ("members", "party", "flagged"), [(1000, 499, True), (1000, 500, False), (7, 3, True), (8, 4, False), (0, 0, False)]
)
def test_under_one_half_is_flagged_exactly_one_half_is_not(members, party, flagged):
    advice = composition.advise(members=members, party_members=party, wanted=Fraction(1, 2))
    assert advice.flagged is flagged


def test_more_party_members_than_members_is_no_committee():
    with pytest.raises(ValueError, match="contradict"):
        composition.advise(members=5, party_members=6, wanted=Fraction(1, 2))


def test_only_listed_grounds_bar():
    listed = ("oc_not_owner", "oc_debtor")
    assert composition.barred_by({"oc_debtor": "barred", "made_up": "barred"}, listed) == ("oc_debtor",)
    assert composition.still_to_look_at({"oc_debtor": "clear"}, listed) == ("oc_not_owner",)
