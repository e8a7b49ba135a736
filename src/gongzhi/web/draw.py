"""Components that one page shows fifty times, drawn by plain functions: nested templates took half a list's time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any
from unicodedata import combining

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongzhi.kernel.clock import CHINA, now
from gongzhi.web import timewords
from gongzhi.web.timewords import Said

NAME = re.compile(r"^[a-z0-9-]+$")
SHOWN, NAMED = 80, 20  # signs of a matter's words on its card, and in the name of its box
_OWN_ICON = {
    "late": "exclamation-triangle", "soon": "hourglass-split", "now": "arrow-right-circle", "wait": "pause-circle",
    "done": "check-lg",
}  # fmt: skip


def safe(value: Any) -> str:
    """A value as HTML: escaped, unless it is HTML already."""
    text = value if isinstance(value, str) else str(value)
    return text if hasattr(text, "__html__") else escape(text)


def cut(text: Any, most: int) -> str:
    """The first signs of a text; what is cut off is said by an ellipsis. Signs on top of others count as one."""
    words = str(text)
    if len(words) <= most:
        return words
    plain = not any(map(combining, words[:most]))
    return f"{words[: most - 1]}…" if plain else Truncator(words).chars(most)


# -- icons -------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=512)
def icon(name: str, extra: str = "") -> SafeString:
    """The Bootstrap icon as inline SVG, hidden from screen readers; words must stand beside it."""
    css = f"gz-icon {safe(extra)}" if extra else "gz-icon"
    return SafeString(
        f'<svg class="{css}" viewBox="0 0 16 16" width="16" height="16" fill="currentColor" aria-hidden="true" '
        f'focusable="false">{_body(name)}</svg>'
    )


def _body(name: str) -> str:
    """The drawing inside the icon's own file."""
    folder = Path(settings.ROOT) / "node_modules" / "bootstrap-icons" / "icons"
    if not NAME.match(name):
        raise ValueError(f"no icon is called {name!r}")
    if not folder.exists():  # the words beside an icon carry the meaning: a page without them still works
        return ""
    text = (folder / f"{name}.svg").read_text(encoding="utf-8")
    return text[text.index(">", text.index("<svg")) + 1 : text.rindex("</svg>")].strip()


# -- time --------------------------------------------------------------------------------------------------------


def clock(due: datetime | None, at: datetime | None = None, tone: str = "", both: bool = False) -> SafeString:
    """The time left to `due`, or past it, in words; tone soon or late adds colour; `both` adds the date in text."""
    if due is None:
        return SafeString("")
    words, moment_now = timewords.said(), at or now()
    left = timewords.left(due, moment_now, words)
    if both:
        left = _("%(left)s（%(moment)s 前）") % {"left": left, "moment": timewords.deadline(due, moment_now)}
    return SafeString(_clock(due, moment_now, tone, left, words))


def _clock(due: datetime, at: datetime, tone: str, left: str, words: Said) -> str:
    late = due < at
    css, shown = _toned("gz-clock", "late" if late else tone), icon("exclamation-triangle" if late else "clock")
    return f'<time class="{css}"{_instant(due, words)}>{shown}{safe(left)}</time>'


def moment(value: datetime | date | None, at: datetime | None = None) -> SafeString:
    """An instant, or a day, as people say it."""
    if value is None:
        return SafeString("")
    if not isinstance(value, datetime):
        return SafeString(f'<time datetime="{value.isoformat()}">{safe(timewords.day(value, at))}</time>')
    return SafeString(_moment(value, at or now(), timewords.said()))


def _moment(value: datetime, at: datetime, words: Said) -> str:
    return f"<time{_instant(value, words)}>{safe(timewords.moment(value, at, words))}</time>"


def _instant(value: datetime, words: Said) -> str:
    """What a machine, and whoever points at it, reads of an instant."""
    exact, machine = safe(timewords.exact(value, words)), value.astimezone(CHINA).isoformat(timespec="minutes")
    return f' datetime="{machine}" title="{exact}" data-exact'


# -- a matter in a list ------------------------------------------------------------------------------------------


def status_word(word: Any, tone: str = "", name: str = "") -> SafeString:
    """A state as a word with its icon, never a button; tone: plain now wait soon late done."""
    shown = name or _OWN_ICON.get(tone, "")
    return SafeString(f'<span class="{_toned("gz-word", tone)}">{icon(shown) if shown else ""}{safe(word)}</span>')


def _toned(css: str, tone: str) -> str:
    return f"{css} gz-tone-{safe(tone)}" if tone else css


def _span(inside: str) -> str:
    return f"<span>{inside}</span>"


@dataclass(frozen=True)
class _Page:
    """What all the cards of a page share: the instant, and the words of its language."""

    at: datetime
    words: Said
    pick: str
    new: str
    seen: str


def _page() -> _Page:
    return _Page(now(), timewords.said(), _("选上：%(words)s"), _("新"), _("刚看过"))


def matter_cards(cards: Iterable[Any], level: int | str = 3) -> SafeString:
    """The items of a list of matters."""
    page = _page()
    return SafeString("".join([f"<li>{_card(card, level, page)}</li>" for card in cards]))


def matter_card(card: Any, level: int | str = 3) -> SafeString:
    """A matter in a list, from parts.Card or a dict with its keys; `level` is the heading level."""
    return SafeString(_card(card, level, _page()))


Get = Callable[[str], Any]


def _card(card: Any, level: int | str, page: _Page) -> str:
    get: Get = card.get if isinstance(card, dict) else lambda name: getattr(card, name, None)
    tone, ident, heading, words = get("tone"), get("ident"), safe(level or 3), get("words") or ""
    css = f"gz-card gz-edge-{safe(tone)}" if tone else "gz-card"
    css += " gz-card-opened" if get("opened") else ""
    row = f' id="row-{safe(ident)}"' if ident else ""
    link = f'<a href="{safe(get("url") or "")}" data-row-link>{safe(cut(words, SHOWN))}</a>'
    return (
        f'<article class="{css}" data-row{row}>{_pick(get("selectable"), words, page)}<div class="gz-card-body">'
        f'<h{heading} class="gz-card-words">{link}</h{heading}>{_state_line(get, page)}{_reason(get("reason"))}'
        f"{_quiet_line(get, page)}</div>{_photo(get('photo'))}</article>"
    )


def _pick(selectable: str, words: str, page: _Page) -> str:
    """The box for acts on several rows; the form of the batch bar takes it."""
    if not selectable:
        return ""
    name = page.pick % {"words": cut(words, NAMED)}
    return (
        f'<label class="gz-card-pick"><input class="form-check-input" type="checkbox" name="select" '
        f'value="{safe(selectable)}" data-row-select form="batch">'
        f'<span class="visually-hidden">{safe(name)}</span></label>'
    )


def _state_line(get: Get, page: _Page) -> str:
    """New or not, its state, who has it, until when."""
    tone, state, who, due = get("tone") or "", get("state"), get("who"), get("due")
    parts = [f'<strong class="gz-tone-now">{safe(page.new)}</strong>'] if get("new") else []
    if state:
        parts.append(status_word(state, tone, get("icon") or ""))
    if who:
        parts.append(_span(safe(who)))
    if due:
        left = timewords.left(due, page.at, page.words)
        parts.append(_clock(due, page.at, tone if tone in ("late", "soon") else "", left, page.words))
    return f'<p class="gz-card-line">{"".join(parts)}</p>'


def _reason(words: Any) -> str:
    return f'<p class="gz-card-reason">{safe(words)}</p>' if words else ""


def _quiet_line(get: Get, page: _Page) -> str:
    """Where, when, how many said it, and whether it was just looked at."""
    place, at, joined, parts = get("place"), get("at"), get("joined"), []
    if place:
        parts.append(_span(f"{icon('geo-alt')}{safe(place)}"))
    if at:
        parts.append(_span(_moment(at, page.at, page.words)))
    if joined:
        said = ngettext("%(n)s 人说了同一件事", "%(n)s 人说了同一件事", joined) % {"n": joined}
        parts.append(_span(f"{icon('people')}{safe(said)}"))
    if get("opened"):
        parts.append(_span(safe(page.seen)))
    return f'<p class="gz-card-line gz-quiet gz-extra">{"".join(parts)}</p>'


def _photo(photo: Any) -> str:
    if not photo:
        return ""
    url, alt = (photo["url"], photo["alt"]) if isinstance(photo, dict) else (photo.url, photo.alt)
    return f'<img class="gz-card-photo" src="{safe(url)}" alt="{safe(alt)}" loading="lazy" width="96" height="96">'
