"""Whether an answer answers: what was done, by whom, when, what next, what was asked, and in whose words.

Advice beside a text that is being written, with the sentence concerned. It bars nothing and scores nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from math import sqrt

from gongzhi.triage.rules import answerwords as w
from gongzhi.triage.rules.text import fold, spans

# Chosen on 1,900 pairs of message and reply (docs/benchmarks-triage.md): what the least related tenth of them share.
RELATED, RELATED_PART = 0.06, 0.02
FIRST_LINE = 0.3  # how much the message's first line weighs beside the whole: it names the thing and the place
FIRST_LINE_LENGTH = 40
FEW, FEW_PART = 3, 2  # a question, or a numbered one, with fewer pieces of its own cannot be compared
OFTEN = 20  # uses after which the same skeleton is called a template
MOSTLY_STOCK = 0.35  # a sentence with a larger share of office phrases is kept as its phrases only
LONG_GAP = 12  # characters between two office phrases that are more than a filled-in name
LEGIBLE = 0.3  # share of letters that must be Chinese or Latin, else the text cannot be judged
QUESTION_KINDS = ("consult",)  # such an answer explains: nothing had to be done and nothing need follow

_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]*[a-z][a-z0-9]+")
_ORDINALS = "一二三四五六七八九十"
_NUMBERED = re.compile(
    rf"(?:^|(?<=[\n。；;？?！!：:，, 　]))[ \t　]*(?:第?([{_ORDINALS}]|\d{{1,2}})\s*(?:[、．)）]|\.(?!\d)|是(?=[^\d]))"
    rf"|[(（]\s*([{_ORDINALS}]|\d{{1,2}})\s*[)）]|([①-⑩]))"
)
_QUOTED = re.compile(r"[“\"‘「『][^”\"’」』\n]{0,40}[”\"’」』]")
_NUMBER = re.compile(
    r"[\d.:/%-]+\s*(年|月|日|号|点|时|分|秒|楼|栋|幢|单元|室|元|万元|米|平方米|公里|个|次|户|名|人|天|周|小时)?"
)
_NAMED = re.compile(r"(?<=[a-z,] )[A-Z][\w'’-]*")
_CLAUSE = re.compile(r"[,，:：、]")
_SPACE_AND_MARKS = re.compile(r"[\W_]+")

Span = tuple[int, int]


@dataclass(frozen=True)
class Advice:
    """One thing to look at again: its code (words.ADVICE), where in the answer, and the words that were found there.

    `sentence` is begin and end in the answer, None where it concerns the whole. `number` is the numbered question
    that was passed over, counted from 1; 0 otherwise.
    """

    code: str
    sentence: Span | None = None
    found: tuple[str, ...] = ()
    number: int = 0


@dataclass(frozen=True)
class _Sentence:
    span: Span
    text: str


def check(question: str, answer: str, *, seen: int = 0, kind: str = "", often: int = OFTEN) -> list[Advice]:
    """What the writer may want to look at again before the answer goes out; empty when nothing was found.

    `seen` says how often an answer with this fingerprint went out before, `kind` is the intake kind of the matter: an
    answer to a consultation ("consult") explains and need not act. Any text is taken, of any length or language.
    """
    if not answer.strip():
        return [Advice("empty")]
    if not _legible(answer):
        return [Advice("cannot_tell")]
    sentences = [_Sentence((b, e), fold(answer[b:e])) for b, e in spans(answer)]
    found = [] if kind in QUESTION_KINDS else [*_done(sentences), *_who(sentences)]
    found += _when(sentences, kind)
    found += [] if kind in QUESTION_KINDS else _next(sentences)
    found += [*_asked(question, answer), *_jargon(sentences)]
    if seen >= often:
        found.append(Advice("template", found=(str(seen),)))
    return found


def _legible(text: str) -> bool:
    letters = [sign for sign in text if sign.isalpha()]
    known = sum("\u3400" <= sign <= "\u9fff" or sign.isascii() for sign in letters)
    return bool(letters) and known >= LEGIBLE * len(letters)


def _first(sentences: list[_Sentence], pattern: re.Pattern[str]) -> tuple[Span | None, tuple[str, ...]]:
    for one in sentences:
        if hit := pattern.search(one.text):
            return one.span, (hit.group(),)
    return None, ()


def _done(sentences: list[_Sentence]) -> list[Advice]:
    """Something was done, or plainly cannot be; papers that only moved are not an act."""
    if any(w.ACT.search(w.HOLLOW.sub(" ", one.text)) for one in sentences):
        return []
    return [Advice("what", *_first(sentences, w.HOLLOW))]


def _who(sentences: list[_Sentence]) -> list[Advice]:
    """Somebody with a name or an office; "the departments concerned" is nobody."""
    clauses = (clause for one in sentences for clause in _CLAUSE.split(w.NOBODY.sub(" ", one.text)))
    if any(w.WHO.search(one) or w.WE.search(one) and not w.HOLLOW.search(one) for one in clauses):
        return []
    return [Advice("who", *_first(sentences, w.NOBODY))]


def _when(sentences: list[_Sentence], kind: str) -> list[Advice]:
    """A day or a span of time; "soon" is none."""
    if any(w.WHEN.search(one.text) for one in sentences):
        return []
    where, words = _first(sentences, w.SOON)
    return [] if kind in QUESTION_KINDS and where is None else [Advice("when", where, words)]


def _next(sentences: list[_Sentence]) -> list[Advice]:
    """What happens next, what the reader may do, or that it is over."""
    if any(w.NEXT.search(one.text) or w.OVER.search(one.text) for one in sentences):
        return []
    return [Advice("next")]


def _jargon(sentences: list[_Sentence]) -> Iterator[Advice]:
    """Every sentence with words that a resident stumbles over."""
    for one in sentences:
        if words := tuple(word for word in w.JARGON if word in one.text):
            yield Advice("jargon", one.span, words)


def pieces(text: str) -> frozenset[str]:
    """Pairs of characters and Latin words that say what a text is about, without what everybody writes."""
    found: set[str] = set()
    for run in _RUN.findall(w.COMMON.sub(" ", fold(text))):
        if run[0] < "\u3400":
            found.add(run)
        else:
            found.update(run[at : at + 2] for at in range(len(run) - 1))
    return frozenset(found)


def _cosine(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / sqrt((1 + len(a)) * (1 + len(b)))


def related(question: str, answer: str) -> float:
    """How much of what was asked comes back in the answer, 0 for nothing; what the first line names weighs more."""
    asked, said = pieces(question), pieces(answer)
    first = pieces(question.strip().partition("\n")[0][:FIRST_LINE_LENGTH])
    return _cosine(asked, said) + FIRST_LINE * len(first & said) / (1 + len(first))


def _asked(question: str, answer: str) -> Iterator[Advice]:
    if len(pieces(question)) >= FEW and related(question, answer) < RELATED:
        yield Advice("question")
        return
    said = pieces(answer)
    for number, (begin, end) in enumerate(numbered(question), start=1):
        asked = pieces(question[begin:end])
        if len(asked) >= FEW_PART and _cosine(asked, said) < RELATED_PART:
            yield Advice("part", number=number)


def numbered(text: str) -> list[Span]:
    """Begin and end of the questions that are numbered 1, 2, 3 … in a text; none for fewer than two."""
    starts: list[Span] = []
    for mark in _NUMBERED.finditer(text):
        if _value(mark) == len(starts) + 1:
            starts.append(mark.span())
    if len(starts) < 2:
        return []
    ends = [begin for begin, _ in starts[1:]]
    last = text.find("\n", starts[-1][1] + 1)
    return [(start[1], end) for start, end in zip(starts, [*ends, len(text) if last < 0 else last], strict=True)]


def _value(mark: re.Match[str]) -> int:
    sign = next(group for group in mark.groups() if group)
    if sign in _ORDINALS:
        return _ORDINALS.index(sign) + 1
    return int(sign) if sign.isdecimal() else ord(sign) - ord("①") + 1


def fingerprint(text: str) -> int:
    """A stable number of 64 bits (signed) for the skeleton of an answer: the same template has the same number.

    Greetings, thanks, numbers, quotations, the restated question and whatever is filled in between office phrases do
    not count; sentences in the writer's own words do, letter for letter.
    """
    digest = blake2b("\n".join(_skeleton(text)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _skeleton(text: str) -> Iterator[str]:
    for begin, end in spans(text):
        named = _NAMED.sub(" ", _QUOTED.sub(" ", text[begin:end]))
        sentence = w.RESTATED.sub(" ", _NUMBER.sub(" ", fold(named)).replace("您", "你"))
        clauses = (part for part in _CLAUSE.split(sentence) if not w.FRAME.search(part))
        if bones := _bones(" ".join(clauses)):
            yield bones


def _bones(sentence: str) -> str:
    """A sentence without its fillings: office phrases and long gaps, or its own words where these are most of it."""
    plain = _SPACE_AND_MARKS.sub("", sentence)
    if not plain:
        return ""
    stock = sum(len(hit.group()) for hit in w.STOCK.finditer(sentence))
    if stock < MOSTLY_STOCK * len(plain):
        return plain
    gaps = (_SPACE_AND_MARKS.sub("", gap) for gap in w.STOCK.split(sentence))
    words = (hit.group() for hit in w.STOCK.finditer(sentence) if len(hit.group()) > 1)
    return "|".join([*words, *(gap for gap in gaps if len(gap) > LONG_GAP)]) or plain
