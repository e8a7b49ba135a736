"""Panels by lot: as fair as can be, the same from the same seed on every machine, inside the quotas, or refused."""

from __future__ import annotations

import io
import itertools
import json
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from gongzhi.config.cli import command_of
from gongzhi.kernel.errors import Refused
from gongzhi.voting.rules.panel import TICKETS, Drawn, draw
from gongzhi.voting.rules.panel_files import Pool, Quota, read_pool, read_quotas, size_of

QUOTAS = "category,feature,min,max\nsex,f,2,3\nsex,m,2,3\nage,young,1,2\nage,old,3,4\n"
POOL = "id,sex,age\n" + "".join(f"p{n},{'fm'[n % 2]},{'old' if n % 3 else 'young'}\n" for n in range(30))


def printed(*words: str) -> str:
    out = io.StringIO()
    call_command("panel_draw", *words, stdout=out)
    return out.getvalue()


def files(folder: Path, pool: str = POOL, quotas: str = QUOTAS) -> tuple[str, str]:
    (folder / "pool.csv").write_text(pool, encoding="utf-8")
    (folder / "quotas.csv").write_text(quotas, encoding="utf-8")
    return str(folder / "pool.csv"), str(folder / "quotas.csv")


def drawn(folder: Path, *words: str, pool: str = POOL, quotas: str = QUOTAS) -> dict:
    return json.loads(printed(*files(folder, pool, quotas), "--seed", "今晚的号码 07 21 33", "--json", *words))


@pytest.mark.row("B07")
@pytest.mark.shared_data
def test_the_shared_pool_gives_everybody_a_tenth(shared_data: Path):
    folder = shared_data / "panels" / "small_20"
    found = json.loads(
        printed(str(folder / "respondents.csv"), str(folder / "categories.csv"), "--seed", "2026-11-22", "--json")
    )
    assert found["size"] == len(set(found["panel"])) == 20 and found["pool"] == 200
    assert found["minimum_probability"] == pytest.approx(0.1, abs=1e-6)
    assert found["maximum_probability"] == pytest.approx(0.1, abs=1e-6)
    assert all(abs(one["panel"] - one["pool"] * 20 / 200) <= 1 for one in found["strata"])


@pytest.mark.row("B07")
def test_whoever_has_the_published_lottery_and_the_seed_draws_the_same_panel(tmp_path: Path):
    found = drawn(tmp_path, "--size", "5")
    assert found == drawn(tmp_path, "--size", "5")
    seed, people = found["seed"], [line.split(",") for line in POOL.split()[1:]]
    ticket = int(sha256(f"{seed}\nticket".encode()).hexdigest(), 16) % 10**9
    assert ticket == found["ticket"] and sum(one["tickets"] for one in found["lottery"]) == 10**9
    ends = itertools.accumulate(one["tickets"] for one in found["lottery"])
    of_each = next(one for one, end in zip(found["lottery"], ends, strict=True) if ticket < end)["of_each_kind"]
    panel = set()
    for kind, many in zip(found["kinds"], of_each, strict=True):
        alike = [person for person, *features in people if features == kind["features"]]
        panel.update(sorted(alike, key=lambda p: sha256(f"{seed}\nperson {p}".encode()).hexdigest())[:many])
    assert panel == set(found["panel"])
    again = json.loads(printed(*files(tmp_path), "--seed", "another", "--size", "5", "--json"))
    assert again["panel"] != found["panel"] and again["lottery"] == found["lottery"]


def test_the_order_of_the_file_changes_nothing(tmp_path: Path):
    head, *lines = POOL.split()
    turned = "\n".join([head, *reversed(lines)])
    assert drawn(tmp_path, "--size", "5", pool=turned)["panel"] == drawn(tmp_path, "--size", "5")["panel"]


@pytest.mark.row("B07")
def test_quotas_without_numbers_mean_the_share_of_the_pool_within_one(tmp_path: Path):
    bare = "类别,选项\nsex,f\nsex,m\nage,young\nage,old\n"
    for one in drawn(tmp_path, "--size", "7", quotas=bare)["strata"]:
        assert abs(one["panel"] - one["pool"] * 7 / 30) <= 1
    aimed = drawn(tmp_path, quotas="category,feature,target\nsex,f,4\nsex,m,2\n")
    assert aimed["size"] == 6 and abs(aimed["strata"][0]["panel"] - 4) <= 1


def test_wide_quotas_do_not_make_lopsided_panels(tmp_path: Path):
    wide = "category,feature,min,max\nsex,f,0,10\nsex,m,0,10\n"
    found = drawn(tmp_path, "--size", "10", quotas=wide)
    assert found["minimum_probability"] == pytest.approx(1 / 3, abs=1e-6)
    assert all(4 <= take <= 6 for one in found["lottery"] for take in one["of_each_kind"])


def test_whom_the_quotas_keep_off_every_panel_is_named(tmp_path: Path):
    pool = "id,sex,age\na,f,young\nb,m,old\nc,m,old\nd,f,old\ne,f,old\n"
    quotas = "category,feature,min,max\nsex,f,1,1\nsex,m,1,1\nage,young,0,0\nage,old,2,2\n"
    found = drawn(tmp_path, "--size", "2", pool=pool, quotas=quotas)
    assert found["never"] == ["a"] and found["minimum_probability"] == 0
    assert [kind["probability"] for kind in found["kinds"]] == pytest.approx([0.5, 0, 0.5])
    assert "never, by these quotas: a" in printed(*files(tmp_path, pool, quotas), "--seed", "s", "--size", "2")


@pytest.mark.parametrize(
    ("pool", "quotas", "words", "told"),
    [
        (POOL, QUOTAS.replace("f,2", "f,3").replace("m,2", "m,3"), ["5"], "“sex”各项最少人数加起来是 6"),
        (POOL, QUOTAS, ["7"], "“sex”各项最多只能抽到 6 人，不够 7 人"),
        ("sex,age\nf,old\nm,old\nm,old\nm,old\nm,old\n", QUOTAS, ["5"], "“sex：f”至少要 2 人，名单上只有 1 人"),
        (POOL, QUOTAS, ["31"], "要抽 31 人，名单上有 30 人"),
        (POOL, QUOTAS, ["0"], "要抽 0 人"),
        (POOL + "p3,f,old\n", QUOTAS, ["5"], "第 32 行：编号 p3 前面已经有了"),
        (POOL + "q,x,old\n", QUOTAS, ["5"], "第 32 行：sex 写的是“x”，名额表里只有：f、m"),
        (POOL + "q,f\n", QUOTAS, ["5"], "第 32 行：age 写的是“”"),
        (POOL + "q,f,old,what\n", QUOTAS, ["5"], "第 32 行：这一行比表头多出几格"),
        (POOL + ",f,old\n", QUOTAS, ["5"], "第 32 行：没有写编号"),
        (POOL, QUOTAS + "sex,f,1,2\n", ["5"], "第 6 行：sex：f 前面已经有了"),
        (POOL, QUOTAS + "home,a,3,2\n", ["5"], "第 6 行：home：a 至少 3 人，却至多 2 人"),
        (POOL, QUOTAS + "home,a,-1,2\n", ["5"], "第 6 行：“-1”不是人数"),
        (POOL, QUOTAS + "home,a,1.5,2\n", ["5"], "第 6 行：“1.5”不是整数"),
        (POOL, QUOTAS + "home,a,1,2\n", ["5"], "找不到这些列：home"),
        (POOL, QUOTAS + ",a,1,2\n", ["5"], "第 6 行：没有写类别或选项"),
        (POOL, "category,feature\nsex,f\nsex,m\n", [], "--size"),
        (POOL, "category,feature\n", ["5"], "名额表里没有内容"),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_refused_with_the_line_or_the_category(tmp_path, pool, quotas, words, told):
    with pytest.raises(CommandError) as refusal:
        printed(*files(tmp_path, pool, quotas), "--seed", "s", *(["--size", *words] if words else []))
    assert told in str(refusal.value) and refusal.value.returncode == 2


def test_quotas_that_only_clash_together_say_what_would_have_to_give_way(tmp_path: Path):
    pool = "sex,age\n" + "f,old\n" * 6 + "m,young\n" * 6
    quotas = "category,feature,min,max\nsex,f,3,3\nsex,m,3,3\nage,old,1,1\nage,young,5,5\n"
    with pytest.raises(CommandError, match="凑不出") as refusal:
        printed(*files(tmp_path, pool, quotas), "--seed", "s", "--size", "6")
    assert "“age：" in str(refusal.value) or "“sex：" in str(refusal.value)


def test_a_seed_must_be_given(tmp_path: Path):
    with pytest.raises(CommandError, match="种子"):
        printed(*files(tmp_path), "--seed", " ", "--size", "5")
    assert command_of(["panel", "draw", "a", "b"], {"panel_draw"}) == ("panel_draw", ["a", "b"])


def test_people_read_the_panel_as_a_table(tmp_path: Path):
    told = printed(*files(tmp_path), "--seed", "s", "--size", "5")
    assert "5 of 30 people, seed s" in told and "young" in told and "smallest 16.6667%" in told


@settings(max_examples=15, deadline=None)
@given(
    people=st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xyz")), min_size=4, max_size=12),
    size=st.integers(2, 4),
    lows=st.lists(st.integers(0, 1), min_size=5, max_size=5),
    highs=st.lists(st.integers(1, 4), min_size=5, max_size=5),
)
def test_nobodys_chance_can_rise_but_at_the_cost_of_a_smaller_one(people, size, lows, highs):
    names = [("one", "a"), ("one", "b"), ("two", "x"), ("two", "y"), ("two", "z")]
    quotas = [Quota(*name, low, max(low, high)) for name, low, high in zip(names, lows, highs, strict=True)]
    pool = Pool(("one", "two"), {str(n): features for n, features in enumerate(people)})
    kinds = list(pool.kinds().items())
    panels = [
        take
        for take in itertools.product(*(range(min(size, len(group)) + 1) for _features, group in kinds))
        if sum(take) == size and _kept(take, kinds, quotas)
    ]
    try:
        found = draw(pool, quotas, "seed", size)
    except Refused as refusal:
        assert refusal.code == "quotas" and not panels
        return
    assert sum(tickets for tickets, _panel in found.lottery) == TICKETS
    assert all(panel in panels for _tickets, panel in found.lottery)
    assert len(set(found.panel)) == size and all(
        limit.least <= count <= limit.most for limit, count in zip(found.limits, found.counts, strict=True)
    )
    _is_leximin(found, np.array(panels), kinds)


def _kept(take, kinds, quotas) -> bool:
    return all(
        quota.least
        <= sum(many for many, (features, _g) in zip(take, kinds, strict=True) if quota.feature in features)
        <= quota.most
        for quota in quotas
    )


def _is_leximin(found: Drawn, panels: np.ndarray, kinds) -> None:
    """By a linear programme over every panel there is: a kind gains only if somebody no better off loses."""
    share = (panels / np.array([len(group) for _features, group in kinds])).T
    has = np.array([float(kind.chance) for kind in found.kinds])
    for at, mine in enumerate(has):
        poorer = has <= mine + 1e-6
        most = linprog(
            -share[at], A_ub=-share[poorer], b_ub=-np.maximum(has[poorer] - 1e-7, 0), A_eq=np.ones((1, len(panels))),
            b_eq=[1.0],
        )  # fmt: skip
        assert most.success and -most.fun <= mine + 1e-5


def test_a_size_that_nobody_wrote_is_read_from_the_quotas(tmp_path: Path):
    pool, quotas = files(tmp_path)
    known = read_quotas(Path(quotas))
    assert size_of(known) == 4 and read_pool(Path(pool), known).people["p4"] == ("f", "old")
