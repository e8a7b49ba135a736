"""Bring posts of an online group in from a file: nothing twice, no names, an answerer and a clock a question."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.opinions.events import PostsImported
from gongzhi.opinions.models import Conversation, Post
from gongzhi.opinions.rules.asking import asks
from gongzhi.opinions.rules.posts import Left, Read, read_posts
from gongzhi.opinions.selectors import advisers
from gongzhi.opinions.selectors.talks import number
from gongzhi.opinions.services.engine import lock_talk, ref
from gongzhi.opinions.services.questions import raise_question
from gongzhi.organisations import selectors as organisations
from gongzhi.record.services import append

LARGEST = 20 * 1024 * 1024


@dataclass(frozen=True)
class PostReport:
    """What became of a file: new posts, posts known already, questions among the new, and rows with the reason."""

    taken: int
    known: int
    questions: int
    refused: tuple[tuple[int, str], ...]


def import_posts(*, actor: Actor, conversation_id: int, data: bytes, filename: str = "") -> PostReport:
    """Take the posts of a file in; the same file, or a longer one, again doubles nothing.

    Names become numbers of this conversation and are kept nowhere; who is named in the words is covered. `filename` is
    not looked at: the content tells what it is. Refused: "denied", "too_large", and whatever the file as a whole is.
    """
    if len(data) > LARGEST:
        raise Refused(_("文件超过 20 MB，请分几次导出。"), code="too_large", field="file")
    rows = list(read_posts(data))
    with transaction.atomic():
        talk = lock_talk(conversation_id)
        actor = organisations.fresh(actor)
        seat = require(actor, "opinion.moderate", talk).seat
        refused = [(row.row, str(row.reason)) for row in rows if isinstance(row, Left)]
        fit = [row for row in rows if isinstance(row, Read) and not _unfit(row, refused)]
        made, known = _new(talk, fit)
        questions = 0
        for post in made:
            if asks(post.text):
                raise_question(talk, post.text, actor=actor, asked_at=post.said_at, post=post)
                questions += 1
        fact = PostsImported(talk.pk, len(made), known, len(refused))
        append(fact, actor=actor, about=ref(talk), seat=seat)
    return PostReport(len(made), known, questions, tuple(sorted(refused)))


def _unfit(row: Read, refused: list[tuple[int, str]]) -> bool:
    """Whether a row that can be read cannot be taken; the reason is added to those refused."""
    most = number("talk.post_chars")
    if row.at > clock.now():
        refused.append((row.row, _("时间在今天以后")))
        return True
    if len(row.text) > most:
        said = ngettext("太长：最多 %(n)d 个字", "太长：最多 %(n)d 个字", most) % {"n": most}
        refused.append((row.row, said))
        return True
    return False


def _new(talk: Conversation, rows: list[Read]) -> tuple[list[Post], int]:
    """Write the posts that are not known yet; returns them and how many were known."""
    speakers = dict(Post.objects.filter(conversation=talk).values_list("speaker_key", "speaker").distinct())
    known = set(Post.objects.filter(conversation=talk).values_list("key", flat=True))
    names = sorted({row.who for row in rows if len(row.who) > 1}, key=len, reverse=True)
    numbers = {row.who: speakers.setdefault(_digest(talk, row.who), len(speakers) + 1) for row in rows}
    seen: Counter[str] = Counter()
    made, now = [], clock.now()
    for row in sorted(rows, key=lambda row: (row.at, row.row)):
        key = _key(talk, row, seen)
        if key in known:
            continue
        talk.posts += 1
        made.append(_post(talk, row, key, numbers, names, now))
    talk.save(update_fields=["posts"])
    return Post.objects.bulk_create(made, batch_size=500), len(rows) - len(made)


def _post(
    talk: Conversation, row: Read, key: str, numbers: dict[str, int], names: list[str], now: datetime
) -> Post:  # fmt: skip
    text = row.text
    for name in names:
        text = text.replace(f"@{name}", speaker_label(numbers[name])).replace(name, speaker_label(numbers[name]))
    return Post(
        conversation=talk, number=talk.posts, key=key, speaker=numbers[row.who],
        speaker_key=_digest(talk, row.who), said_at=row.at, text=advisers.covered(text), imported_at=now,
    )  # fmt: skip


def speaker_label(number: int) -> str:
    """How everybody reads whoever wrote in the group."""
    return _("群友%(n)d") % {"n": number}


def _digest(talk: Conversation, who: str) -> str:
    """A writer's name as nobody can turn it back: keyed, and another one in every conversation."""
    return salted_hmac("gongzhi.opinions.speaker", f"{talk.pk}|{who}", algorithm="sha256").hexdigest()


def _key(talk: Conversation, row: Read, seen: Counter[str]) -> str:
    """The digest by which a post is known again; the same words twice in a minute are two posts."""
    plain = f"{talk.pk}|{row.at.timestamp():.0f}|{row.who}|{row.text}"
    seen[plain] += 1
    return salted_hmac("gongzhi.opinions.post", f"{plain}|{seen[plain]}", algorithm="sha256").hexdigest()
