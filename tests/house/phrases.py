"""Find every phrase that a person reads, in templates and in code, and its English."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.template.base import DebugLexer, Token, TokenType
from django.utils.translation.template import block_re, context_re, endblock_re, inline_re, plural_re

from house import source

CHINESE = re.compile(r"[\u3400-\u9fff]")
_CALLS = {
    "_": 0, "gettext": 0, "gettext_lazy": 0, "gettext_noop": 0, "ngettext": 0, "ngettext_lazy": 0,
    "pgettext": 1, "pgettext_lazy": 1, "npgettext": 1, "npgettext_lazy": 1,
}  # fmt: skip


@dataclass(frozen=True)
class Phrase:
    """One phrase at one place; `context` tells two meanings of the same words apart."""

    text: str
    context: str | None
    place: str


def templates() -> list[Path]:
    """Every template of every package."""
    found = (p for p in source.SOURCE.glob("*/templates/**/*") if p.suffix in {".html", ".txt", ".svg"})
    return sorted(found)


def in_code(path: Path) -> Iterator[Phrase]:
    """The phrases that a module gives to gettext."""
    for node in ast.walk(source.tree(path)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        skip = _CALLS.get(name)
        if skip is None:
            continue
        words = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        if len(words) > skip:
            yield Phrase(words[skip], words[0] if skip else None, source.where(path, node.lineno))


def in_template(path: Path) -> Iterator[Phrase]:
    """The phrases of {% translate %}, {% blocktranslate %} and _("…"), worded as Django looks them up."""
    open_block: _Block | None = None
    for token in DebugLexer(path.read_text(encoding="utf-8")).tokenize():
        place = source.where(path, token.lineno)
        if open_block is not None:
            if open_block.ends_at(token):
                yield from (Phrase(text, open_block.context, place) for text in open_block.texts())
                open_block = None
        elif token.token_type == TokenType.BLOCK and block_re.match(token.contents):
            open_block = _Block(token.contents)
        elif token.token_type == TokenType.BLOCK and inline_re.match(token.contents):
            text = re.match(r"""\w+\s+(["'])(.*?)\1""", token.contents)
            if text:
                yield Phrase(text[2].replace("%", "%%"), _context(token.contents), place)
        elif token.token_type in (TokenType.BLOCK, TokenType.VAR):
            yield from _nested(token.contents, place)


class _Block:
    """A {% blocktranslate %} while it is being read."""

    def __init__(self, contents: str) -> None:
        self.context = _context(contents)
        self._trimmed = " trimmed" in contents
        self._parts: list[list[str]] = [[]]

    def ends_at(self, token: Token) -> bool:
        """Take the token in; True when it closes the block."""
        if token.token_type == TokenType.BLOCK:
            if plural_re.match(token.contents):
                self._parts.append([])
            return bool(endblock_re.match(token.contents))
        if token.token_type == TokenType.VAR:
            self._parts[-1].append(f"%({token.contents})s")
        elif token.token_type == TokenType.TEXT:
            self._parts[-1].append(token.contents.replace("%", "%%"))
        return False

    def texts(self) -> list[str]:
        """The message, and its plural where there is one."""
        texts = ["".join(part) for part in self._parts]
        if self._trimmed:
            texts = [" ".join(line.strip() for line in t.strip().splitlines() if line.strip()) for t in texts]
        return texts[:1]


def _nested(contents: str, place: str) -> Iterator[Phrase]:
    """_("…") as an argument of any tag."""
    for found in re.finditer(r"""_\((["'])(.+?)\1\)""", contents):
        yield Phrase(found[2].replace("%", "%%"), None, place)


def _context(contents: str) -> str | None:
    found = context_re.match(contents)
    return found[1].strip("\"'") if found else None


def everything() -> list[Phrase]:
    """Every phrase of the house."""
    code = [phrase for path in source.modules() for phrase in in_code(path)]
    return code + [phrase for path in templates() for phrase in in_template(path)]


def catalogues(language: str = "en") -> dict[str, Catalog]:
    """Package → its translations."""
    found = {}
    for path in sorted(source.SOURCE.glob(f"*/locale/{language}/LC_MESSAGES/django.po")):
        with path.open("rb") as file:
            found[path.relative_to(source.SOURCE).parts[0]] = read_po(file, locale=language)
    return found


def untranslated_text(path: Path) -> Iterator[str]:
    """Chinese words in a template outside every translation tag: an English reader would meet them."""
    inside = False
    for token in DebugLexer(path.read_text(encoding="utf-8")).tokenize():
        if token.token_type == TokenType.BLOCK:
            if inside and endblock_re.match(token.contents):
                inside = False
            elif block_re.match(token.contents):
                inside = True
            elif not inline_re.match(token.contents) and CHINESE.search(re.sub(r"_\([^)]*\)", "", token.contents)):
                yield f"{source.where(path, token.lineno)} {{% {token.contents} %}}"
        elif token.token_type == TokenType.TEXT and not inside:
            # The name of the language itself is written in that language.
            own = re.sub(r'<[^>]*lang="zh[^>]*>[^<]*<', "<", token.contents)
            if CHINESE.search(own):
                yield f"{source.where(path, token.lineno)} {token.contents.strip()[:40]}"
