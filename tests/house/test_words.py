"""Chinese first, English complete beside it, and the words that nobody wants to read from an office left out."""

from __future__ import annotations

import ast
import re
from collections import defaultdict

import pytest

from house import phrases, source

FORBIDDEN = ("耐心等待", "高度重视", "相关部门", "责成", "予以", "失败", "非法", "！")
# A button says what it does to what.
NOT_ON_A_BUTTON = {"确定", "提交", "确认"}
LONGEST = 40
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|(?<!\{)\{(\w*)[^{}]*\}(?!\})|%[sd]")


def _english() -> dict[tuple[str | None, str], dict[str, tuple[str, ...]]]:
    """(context, Chinese) → package → its English, singular and plural."""
    found: dict[tuple[str | None, str], dict[str, tuple[str, ...]]] = defaultdict(dict)
    for package, catalogue in phrases.catalogues().items():
        for message in catalogue:
            if message.id and not message.fuzzy:
                plural = isinstance(message.id, tuple | list)
                texts = tuple(message.string) if plural else (message.string,)
                found[message.context, message.id[0] if plural else message.id][package] = texts
    return found


def test_every_phrase_has_its_english():
    known = _english()
    missing = {
        phrase.text: phrase.place
        for phrase in phrases.everything()
        if phrases.CHINESE.search(phrase.text)
        and not any(all(texts) for texts in known.get((phrase.context, phrase.text), {}).values())
    }
    assert not missing, f"{len(missing)} phrases without English: {missing}"


def test_the_english_is_english_and_keeps_what_is_filled_in():
    wrong = []
    for (_context, chinese), packages in _english().items():
        wanted = {m[0] for m in PLACEHOLDER.finditer(chinese)}
        for package, texts in packages.items():
            for text in filter(None, texts):
                here = {m[0] for m in PLACEHOLDER.finditer(text)}
                lost = wanted ^ here if len(texts) == 1 else here - wanted
                if lost or phrases.CHINESE.search(text):
                    wrong.append(f"{package}: {chinese} → {text}")
    assert not wrong


def test_a_percent_sign_breaks_no_phrase():
    """A phrase with places to fill is filled with %: a sign of its own that is not doubled would end the page."""
    broken = []
    for (_context, chinese), packages in _english().items():
        given = {m[1]: 1 for m in PLACEHOLDER.finditer(chinese) if m[1]}
        for text in (chinese, *(text for texts in packages.values() for text in texts)) if given else ():
            try:
                text % given
            except (ValueError, TypeError, KeyError):
                broken.append(text)
    assert not broken


def test_one_phrase_has_one_english():
    """Two packages that translate the same words differently would overrule each other by chance."""
    torn = {chinese: packages for (_, chinese), packages in _english().items() if len(set(packages.values())) > 1}
    assert not {chinese: packages for chinese, packages in torn.items() if phrases.CHINESE.search(chinese)}


def test_the_phrases_are_plain_chinese():
    plain = {PLACEHOLDER.sub("", p.text): p.place for p in phrases.everything()}
    foreign = {t: p for t, p in plain.items() if re.search("[A-Za-z]{3}", t) and not phrases.CHINESE.search(t)}
    assert not foreign, "the source language of every phrase is Chinese"


def test_no_phrase_uses_a_forbidden_word():
    used = {p.text: p.place for p in phrases.everything() if any(word in p.text for word in FORBIDDEN)}
    assert not used


def test_no_button_says_only_yes():
    empty = {p.text: p.place for p in phrases.everything() if p.text.strip("。 ") in NOT_ON_A_BUTTON}
    assert not empty


def _width(sentence: str) -> float:
    """How wide it reads: a Latin letter is half a character."""
    return sum(1 if phrases.CHINESE.match(letter) else 0.5 for letter in sentence)


def test_sentences_are_short():
    """None over 40 characters between two full stops, half of them under 22."""
    long = {}
    lengths = []
    for phrase in phrases.everything():
        for sentence in re.split("[。？；\n]", PLACEHOLDER.sub("某", re.sub("<[^>]+>", "", phrase.text))):
            lengths.append(_width(sentence.strip()))
            if lengths[-1] > LONGEST:
                long[sentence] = phrase.place
    assert not long
    assert sorted(lengths)[len(lengths) // 2] <= 22


@pytest.mark.parametrize("path", phrases.templates(), ids=lambda p: str(p.relative_to(source.SOURCE)))
def test_no_template_says_chinese_outside_a_translation(path):
    assert not list(phrases.untranslated_text(path))


def test_no_page_answers_in_chinese_only():
    """Words in pages, permits, services and closed lists go through gettext; data and docstrings do not."""
    bare = []
    for path in source.modules():
        rooms = set(path.relative_to(source.SOURCE).with_suffix("").parts)
        if rooms & {"pages", "permits", "words", "services"} and not rooms & {"config", "lists"}:
            translated = {p.text for p in phrases.in_code(path)}
            bare += [
                f"{source.where(path, n.lineno)} {n.value[:30]}" for n in _strings(path) if n.value not in translated
            ]
    assert not bare


def _strings(path) -> list[ast.Constant]:
    """The Chinese string literals of a module, without its docstrings."""
    tree = source.tree(path)
    docs = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    found = [n for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    return [n for n in found if id(n) not in docs and phrases.CHINESE.search(n.value)]
