"""The shared components, without a browser: words of time, fields, errors, stage bar, charts, frame and switches."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation

from gongzhi.kernel import clock
from gongzhi.web import parts, timewords
from gongzhi.web.templatetags import gongzhi_ui as ui

NOON = datetime(2025, 11, 22, 4, 0, tzinfo=UTC)  # 12:00 in China


@pytest.fixture(autouse=True)
def _noon():
    with clock.at(NOON):
        yield


def show(source: str, **context: object) -> str:
    return Template("{% load gongzhi_ui %}" + source).render(Context(context))


# -- time


@pytest.mark.parametrize(
    ("gap", "chinese", "english"),
    [
        (timedelta(days=1, hours=4), "还剩 1 天 4 小时", "1 day 4 hours left"),
        (timedelta(days=2), "还剩 2 天", "2 days left"),
        (timedelta(days=12, hours=5), "还剩 12 天", "12 days left"),
        (timedelta(hours=2, minutes=10), "还剩 2 小时 10 分钟", "2 hours 10 minutes left"),
        (timedelta(hours=4, minutes=10), "还剩 4 小时", "4 hours left"),
        (timedelta(minutes=1), "还剩 1 分钟", "1 minute left"),
        (timedelta(seconds=20), "只剩不到 1 分钟", "less than a minute left"),
        (timedelta(0), "只剩不到 1 分钟", "less than a minute left"),
        (timedelta(seconds=-20), "刚刚超时", "overdue just now"),
        (timedelta(hours=-3), "已超 3 小时", "3 hours overdue"),
        (timedelta(days=-1, hours=-1), "已超 1 天 1 小时", "1 day 1 hour overdue"),
    ],
)
def test_time_left_is_said_as_people_say_it(gap, chinese, english):
    with translation.override("zh-hans"):
        assert timewords.left(NOON + gap) == chinese
    with translation.override("en"):
        assert timewords.left(NOON + gap) == english


@pytest.mark.parametrize(
    ("at", "chinese", "english"),
    [
        (datetime(2025, 11, 21, 7, 20, tzinfo=UTC), "昨天 15:20", "yesterday 15:20"),
        (datetime(2025, 11, 22, 15, 59, tzinfo=UTC), "今天 23:59", "today 23:59"),
        (datetime(2025, 11, 22, 16, 0, tzinfo=UTC), "明天 00:00", "tomorrow 00:00"),
        (datetime(2025, 11, 24, 10, 0, tzinfo=UTC), "11 月 24 日 18:00", "24 November 18:00"),
        (datetime(2024, 12, 31, 16, 0, tzinfo=UTC), "1 月 1 日 00:00", "1 January 00:00"),
        (datetime(2024, 12, 31, 15, 59, tzinfo=UTC), "2024 年 12 月 31 日 23:59", "31 December 2024 23:59"),
    ],
)
def test_a_moment_is_on_chinas_wall_clock(at, chinese, english):
    with translation.override("zh-hans"):
        assert timewords.moment(at) == chinese
    with translation.override("en"):
        assert timewords.moment(at) == english


def test_overdue_is_said_and_not_only_coloured():
    late = show("{% clock due %}", due=NOON - timedelta(hours=3))
    assert "已超 3 小时" in late and "gz-tone-late" in late and 'datetime="2025-11-22T09:00+08:00"' in late
    assert "2025 年 11 月 22 日 09:00" in late
    calm = show("{% clock due %}", due=NOON + timedelta(hours=3))
    assert "gz-tone" not in calm
    assert show("{% clock due %}", due=None) == ""
    assert "（今天 15:00 前）" in show("{% clock due both=True %}", due=NOON + timedelta(hours=3))


def test_a_day_without_an_hour_has_none():
    assert show("{% moment day %}", day=date(2025, 11, 21)) == '<time datetime="2025-11-21">昨天</time>'


# -- icons, codes, numbers


def test_an_icon_is_hidden_from_readers_and_unknown_ones_are_refused():
    assert 'aria-hidden="true"' in show('{% icon "clock" %}') and "<path" in show('{% icon "clock" %}')
    with pytest.raises(ValueError):
        ui.icon("../../../etc/passwd")
    with pytest.raises(FileNotFoundError):
        ui.icon("no-such-icon-here")


def test_a_qr_code_is_a_named_picture_and_cannot_be_broken_out_of():
    svg = show("{% qr url label %}", url="https://example.org/r/3K7", label='"><script>x</script>')
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img" and root.get("aria-label") == '"><script>x</script>'
    assert "<script" not in svg


def test_numbers_carry_their_unit_and_silence_is_said():
    assert show("{% amount 4326 '件' %}") == '<span class="gz-number">4,326</span>\u00a0件'
    assert "没有数" in show("{% amount none %}", none=None)
    assert show("{{ 0.954|percent }} {{ none|percent }}", none=None) == "95% –"


# -- stage bar and story


def stages(*status: str) -> list[dict[str, str]]:
    return [{"name": f"第{n}段", "status": one} for n, one in enumerate(status, 1)]


def test_the_stage_bar_says_where_a_matter_stands():
    page = show("{% stage_bar stages %}", stages=stages("done", "done", "now", "next", "next", "next"))
    assert "第 3 步，共 6 步：<strong>第3段</strong>" in page and "下一步：第4段" in page
    assert page.count('aria-current="step"') == 1
    assert page.count("：已完成") == 2 and page.count("：正在办") == 1 and page.count("：还没到") == 3
    with translation.override("en"):
        assert "Step 3 of 6: <strong>" in show(
            "{% stage_bar stages %}", stages=stages("done", "done", "now", *["next"] * 3)
        )


def test_a_finished_matter_has_no_current_stage_and_an_unknown_state_is_an_error():
    page = show("{% stage_bar stages %}", stages=stages(*["done"] * 5, "skipped"))
    assert "6 步都走完了" in page and "aria-current" not in page and "没有这一步" in page
    with pytest.raises(KeyError):
        show("{% stage_bar stages %}", stages=stages("done", "finished"))


def test_the_story_is_newest_first_by_day_and_escapes_what_people_wrote():
    entries = [
        {"at": NOON - timedelta(days=1), "sentence": "旧的"},
        parts.Entry(NOON, "新的", "物业", detail="<b>说</b>\n两行", mark="kept", new=True),
        parts.Entry(NOON - timedelta(hours=13), "昨夜"),
    ]
    page = show("{% timeline entries level=2 %}", entries=entries)
    assert page.index("新的") < page.index("昨夜") < page.index("旧的")
    assert page.count("<h2") == 2 and "今天" in page and "说到做到" in page
    assert "<b>" not in page and "&lt;b&gt;说&lt;/b&gt;<br>两行" in page
    assert show("{% timeline none empty='还没有' %}", none=[]).strip().endswith("还没有</p>")


# -- fields


class Sample(forms.Form):
    text = forms.CharField(label="写什么", help_text="想到什么写什么", error_messages={"required": "请写一句"})
    kind = forms.ChoiceField(
        label="哪种",
        choices=[("a", "甲"), ("b", "乙")],
        widget=forms.RadioSelect,
        help_text="选一种",
        error_messages={"required": "请选一种"},
    )
    place = forms.ChoiceField(label="哪里", choices=[("1", "一栋")], required=False)
    agree = forms.BooleanField(label="同意", required=False)

    def clean(self) -> None:
        if self.data.get("whole"):
            raise forms.ValidationError("整张表不对")


def test_a_field_ties_label_help_and_error_together():
    page = show("{% field form.text %}", form=Sample({}))
    assert '<label class="gz-label" for="id_text">' in page
    assert 'aria-describedby="id_text_help id_text_error"' in page and 'aria-invalid="true"' in page
    assert 'id="id_text_help"' in page and 'id="id_text_error"' in page
    assert page.count("aria-describedby") == 1
    fresh = show("{% field form.text %}", form=Sample())
    assert "aria-invalid" not in fresh and "_error" not in fresh


def test_choices_are_a_fieldset_and_nothing_points_to_what_is_not_there():
    page = show("{% field form.kind big=True %}", form=Sample({"kind": "b"}))
    assert "<fieldset" in page and "<legend" in page and "<h1>哪种</h1>" in page
    assert re.search(r'value="b"[^>]*checked', page) and not re.search(r'value="a"[^>]*checked', page)
    whole = "".join(show("{% field one %}", one=one) for one in Sample({}))
    described = {i for ids in re.findall(r'aria-describedby="([^"]+)"', whole) for i in ids.split()}
    labelled = set(re.findall(r'for="([^"]+)"', whole))
    assert described | labelled <= set(re.findall(r'\bid="([^"]+)"', whole))
    assert "（可以不填）" in show("{% field form.place %}", form=Sample()) and "form-select" in whole


def test_the_summary_links_to_the_fields_in_the_same_words():
    form = Sample({"whole": "1"})
    page = show("{% error_summary form %}", form=form)
    assert "有 3 处要改" in page and "data-focus" in page
    assert '<a href="#id_text">请写一句</a>' in page and '<a href="#id_kind_0">请选一种</a>' in page
    assert "<li>整张表不对</li>" in page
    assert show("{% error_title form %}", form=form) == "有 3 处要改 · "
    assert show("{% error_summary form %}{% error_title form %}", form=Sample()).strip() == ""
    assert show("{% error_summary form %}", form=None).strip() == ""


def test_what_was_typed_comes_back_escaped():
    page = show("{% field form.text %}", form=Sample({"text": '"></textarea><script>'}))
    assert "<script>" not in page and "&lt;script&gt;" in page


# -- tables, charts, maps


def test_sorting_keeps_the_filter_and_is_a_button():
    column = parts.Column("件数", True, "?q=灯&sort=n", "descending")
    table = parts.Table("表", [parts.Column("社区"), column], [parts.Row(("南油", 3), "/x")], ("合计", 3))
    page = render_to_string("web/parts/table.html", {"table": table})
    assert 'aria-sort="descending"' in page and "<button>" in page
    assert '<input type="hidden" name="q" value="灯">' in page and '<th scope="row"><a href="/x"' in page
    assert "<tfoot>" in page and page.count("<a ") == 1
    empty = render_to_string("web/parts/table.html", {"table": parts.Table("表", [column], [], empty="还没有")})
    assert "还没有" in empty
    with pytest.raises(ValueError):
        render_to_string("web/parts/table.html", {"table": parts.Table("表", [column], [parts.Row((1, 2))])})


@pytest.mark.parametrize("given", ["dataclass", "dict"])
def test_a_chart_says_its_answer_and_shows_the_same_figures_as_a_table(given):
    chart = parts.Chart("c", "哪类最久？", "噪声。", ["噪声", "</script>"], [parts.Series("天", [9, None])], unit="天")
    if given == "dict":
        series = [{"name": "天", "data": [9, None]}]
        chart = {
            "ident": "c",
            "question": "哪类最久？",
            "answer": "噪声。",
            "labels": ["噪声", "</script>"],
            "series": series,
        }
    page = show("{% chart chart %}", chart=chart)
    assert 'role="img" aria-label="噪声。" hidden' in page and 'data-chart="c-data"' in page
    assert page.count("</script>") == 1 and "\\u003C/script\\u003E" in page
    assert re.search(r"噪声</th><td[^>]*>9</td>", page) and ">–</td>" in page


def test_a_map_has_its_list_and_refuses_tiles_of_another_datum():
    area = {"ident": 1, "name": "南油", "count": 4, "url": "/a", "geometry": {"type": "Point", "coordinates": [1, 2]}}
    blank = {"ident": 2, "name": "没边界", "count": 0}
    view = {"ident": "m", "title": "在哪里？", "answer": "南油。", "areas": [area, blank], "synthetic": True}
    page = show("{% map_view map %}", map={**view, "tiles": "https://t/{z}", "tiles_datum": "CGCS2000"})
    assert "https://t/" not in page and "底图的坐标系不同" in page and "边界是示意的" in page
    assert '<a href="/a">南油</a>' in page and "没边界" in page and '"shade": 4' in page
    assert "https://t/" in show("{% map_view map %}", map={**view, "tiles": "https://t/{z}", "tiles_datum": "GCJ-02"})


# -- cards, chips, promise


def test_a_card_takes_a_dict_and_escapes_words():
    card = {"url": "/m/1/", "words": "<img src=x onerror=1>" + "长" * 200, "tone": "late", "state": "逾期", "due": NOON}
    page = render_to_string("web/parts/matter_card.html", {"card": card})
    assert "<img" not in page and "&lt;img src=x" in page and "长" * 80 not in page
    assert "data-row-link" in page and page.count("<a ") == 1
    picked = render_to_string("web/parts/matter_card.html", {"card": {**card, "selectable": "7"}})
    assert 'value="7"' in picked and "选上：" in picked


def test_a_promise_is_one_sentence_in_both_languages():
    given = {"who": "城管科", "due": NOON + timedelta(days=2, hours=6), "then": "逾期自动提醒街道"}
    said = re.sub(r"<[^>]+>|\s+(?=[，。])", "", render_to_string("web/parts/promise.html", given))
    assert "城管科正在办，最晚 11 月 24 日 18:00 前答复，逾期自动提醒街道。" in said
    with translation.override("en"):
        english = re.sub("<[^>]+>", "", render_to_string("web/parts/promise.html", {**given, "then": ""}))
    assert "城管科 has it in hand: answer by 24 November 18:00." in english
    bare = render_to_string("web/parts/promise.html", {"sentence": "等您评判。"})
    assert "等您评判。" in bare and "gz-promise-clock" not in bare


def test_midnight_is_said_as_the_end_of_the_day_that_it_closes():
    """Nobody understands a deadline of 00:00 on the 27th; 24:00 on the 26th everybody does."""
    at = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
    assert timewords.deadline(datetime(2026, 11, 26, 16, 0, tzinfo=UTC), at) == "11 月 26 日 24:00"
    assert timewords.deadline(datetime(2026, 11, 22, 16, 0, tzinfo=UTC), at) == "今天 24:00"
    assert timewords.deadline(datetime(2026, 11, 26, 10, 0, tzinfo=UTC), at) == "11 月 26 日 18:00"
    with translation.override("en"):
        assert timewords.deadline(datetime(2026, 11, 26, 16, 0, tzinfo=UTC), at) == "the end of 26 November"
