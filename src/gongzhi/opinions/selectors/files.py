"""Files to take away: the public one with nobody in it, one's own answers, the posts of a group."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from secrets import SystemRandom
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.sheets import write_rows
from gongzhi.kernel.sheets.cells import guarded
from gongzhi.opinions import words
from gongzhi.opinions.models import Conversation, Opinion, Statement
from gongzhi.opinions.rules.turns import numbered
from gongzhi.opinions.selectors.questions import post_tombstones, posts_of
from gongzhi.opinions.selectors.talks import answers_of, is_open, number, said_by, talk

COMMENTS = ("timestamp", "datetime", "comment-id", "author-id", "agrees", "disagrees", "moderated", "comment-body")
VOTES = ("timestamp", "datetime", "comment-id", "voter-id", "vote")
PEOPLE = ("participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree")
EVERYTHING = 1_000_000


def export(conversation_id: int) -> bytes:
    """The conversation as a packed folder that `opinions map` reads, with nobody in it.

    Participants are numbers drawn anew for every file; times are days; nobody's statements are joined to their answers
    (author-id is empty). While the conversation runs, answers of today are left out, so that nobody can see from two
    files who just answered. Refused("unknown"), Refused("few") below the number of people of the rule.
    """
    found = talk(conversation_id)
    if found is None:
        raise Refused(_("没有这场说事，请回到列表再选。"), code="unknown")
    rows = _rows(found)
    people = sorted({row[0] for row in rows})
    least = number("talk.export_people")
    if len(people) < least:
        raise Refused(_("表过态的人还不到 %(n)d 位，先不公开逐人的表。") % {"n": least}, code="few")
    order = list(range(len(people)))
    SystemRandom().shuffle(order)
    statements = list(Statement.objects.filter(conversation=found, state="shown").order_by("number"))
    return _packed(found, statements, rows, numbered(people, order))


def _rows(found: Conversation) -> list[tuple[int, int, int, datetime]]:
    """Person, number of the statement, value and time of every answer that the file holds."""
    kept = Opinion.objects.filter(conversation=found, statement__state="shown")
    if is_open(found):
        kept = kept.filter(at__lt=datetime.combine(clock.today().date(), time.min, clock.CHINA))
    return list(kept.order_by("statement__number").values_list("person_id", "statement__number", "value", "at"))


def _packed(
    found: Conversation,
    statements: Sequence[Statement],
    rows: list[tuple[int, int, int, datetime]],
    numbers: dict[int, int],
) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("summary.csv", _csv(("topic", found.question), [("views", "")]))
        folder.writestr("comments.csv", _csv(COMMENTS, _comments(statements, rows)))
        folder.writestr("votes.csv", _csv(VOTES, _votes(rows, numbers)))
        numbered_statements = [one.number for one in statements]
        folder.writestr(
            "participants-votes.csv",
            _csv((*PEOPLE, *numbered_statements), _people(numbered_statements, rows, numbers)),
        )
    return out.getvalue()


def _csv(headings: Sequence[Any], rows: Iterable[Sequence[Any]]) -> str:
    out = io.StringIO()
    sheet = csv.writer(out, lineterminator="\n")
    sheet.writerow(headings)
    sheet.writerows(rows)
    return out.getvalue()


def _day(at: datetime) -> tuple[int, str]:
    start = datetime.combine(at.astimezone(clock.CHINA).date(), time.min, clock.CHINA)
    return int(start.timestamp() * 1000), f"{start:%Y-%m-%d}"


def _comments(
    statements: Sequence[Statement], rows: list[tuple[int, int, int, datetime]]
) -> Iterable[Sequence[Any]]:  # fmt: skip
    given = Counter((number_, value) for _who, number_, value, _at in rows)
    for one in statements:
        counts = (given[one.number, words.AGREE], given[one.number, words.DISAGREE])
        yield (*_day(one.said_at), one.number, "", *counts, 1, guarded(one.text))


def _votes(rows: list[tuple[int, int, int, datetime]], numbers: dict[int, int]) -> list[Sequence[Any]]:
    """In the order of the numbers, which says nothing about when anybody answered."""
    found = [(*_day(at), number_, numbers[who], value) for who, number_, value, at in rows]
    return sorted(found, key=lambda row: (row[3], row[2]))


def _people(
    statements: list[int], rows: list[tuple[int, int, int, datetime]], numbers: dict[int, int]
) -> Iterable[Sequence[Any]]:
    """One row a participant; groups are drawn from the votes again, so none is given."""
    given: dict[int, dict[int, int]] = {}
    for who, number_, value, _at in rows:
        given.setdefault(numbers[who], {})[number_] = value
    for participant in sorted(given):
        mine = given[participant]
        values = list(mine.values())
        counts = (len(values), values.count(words.AGREE), values.count(words.DISAGREE))
        yield (participant, "", "", *counts, *(mine.get(number_, "") for number_ in statements))


def own_file(person_id: int, found: Conversation) -> bytes:
    """What this person answered and said, for that person only; empty when it is nothing."""
    answers, own = answers_of(person_id, found.pk), said_by(person_id, found.pk)
    if not answers and not own:
        return b""
    mine = {one.pk for one in own}
    rows = Statement.objects.filter(pk__in=[*answers, *mine]).order_by("number")
    lines = [
        (one.number, one.text, str(words.VALUES[answers[one.pk]]) if one.pk in answers else "",
         _("我说的") if one.pk in mine else "")
        for one in rows
    ]  # fmt: skip
    return _written((_("编号"), _("这句话"), _("我的态度"), _("谁说的")), lines)


def posts_file(found: Conversation) -> bytes:
    """The posts of a conversation with their questions and answers; what was taken down says why instead."""
    stones = post_tombstones(found)
    lines = []
    for one in posts_of(found.pk, most=EVERYTHING):
        question = getattr(one, "asks", None)
        stone = stones.get(one.pk) if one.state == "taken_down" else None
        text = _("（撤下：%(why)s）") % {"why": words.REASONS[stone.reason]} + stone.said if stone else one.text
        state = str(words.QUESTION_STATES[question.state]) if question else ""
        at = f"{one.said_at.astimezone(clock.CHINA):%Y-%m-%d %H:%M:%S}"
        lines.append((one.number, at, one.speaker, text, state, question.answer if question else ""))
    heads = (_("编号"), _("时间"), _("群友"), _("内容"), _("问题"), _("答复"))
    return _written(heads, lines)


def _written(headings: Sequence[Any], lines: Iterable[Sequence[Any]]) -> bytes:
    out = io.BytesIO()
    write_rows(out, headings, lines, kind="csv")
    return out.getvalue()
