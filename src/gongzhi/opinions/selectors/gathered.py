"""What was said about one thing in all its conversations, each opinion once: for the final record of a topic (B02)."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from gongzhi.kernel.reference import Ref
from gongzhi.opinions.models import Conversation, Opinion, Statement
from gongzhi.opinions.selectors.talks import of
from gongzhi.people import selectors as people

_MARKS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Voiced:
    """One sentence with the answers of all tiers, each person's last one once; where it was said."""

    text: str
    agrees: int
    disagrees: int
    passes: int
    places: tuple[str, ...]


@dataclass(frozen=True)
class Gathered:
    """Everything said about a thing: the conversations, how many people took part in any of them, the sentences."""

    talks: tuple[Conversation, ...]
    people: int
    statements: tuple[Voiced, ...]


def gathered(about: Ref) -> Gathered:
    """The opinions about a thing from the street, the community, the net and the building, none twice.

    The same words said at two tiers are one sentence; somebody who answered them at both counts once, with the last
    answer. Who left the same telephone number is the same person. The most answered come first.
    """
    talks = of(about)
    said = Statement.objects.filter(conversation__in=talks, state="shown").order_by("conversation_id", "number")
    home = {one.pk: _plain(one.text) for one in said}
    rows = Opinion.objects.filter(statement_id__in=list(home)).order_by("at", "id")
    given = list(rows.values_list("statement_id", "person_id", "value"))
    known = people.one_each(who for _statement, who, _value in given)
    last = {(home[statement], known[who]): value for statement, who, value in given}
    counts = Counter((words, value) for (words, _who), value in last.items())
    where = {talk.pk: talk.place.name for talk in talks}
    found: dict[str, tuple[str, list[str]]] = {}
    for one in said:
        found.setdefault(home[one.pk], (one.text, []))[1].append(where[one.conversation_id])
    voiced = [
        Voiced(text, counts[key, 1], counts[key, -1], counts[key, 0], tuple(dict.fromkeys(places)))
        for key, (text, places) in found.items()
    ]
    voiced.sort(key=lambda one: -(one.agrees + one.disagrees + one.passes))
    return Gathered(tuple(talks), len({who for _words, who in last}), tuple(voiced))


def _plain(text: str) -> str:
    """Words without marks, spaces and case: how two sentences are the same."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", text).casefold()) or text
