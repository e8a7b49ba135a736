"""What a cell says, as clean text, whatever kind of file it came from or goes to."""

from __future__ import annotations

from datetime import date, datetime, time

from gongzhi.kernel.clock import CHINA

EXACT = 1e15
FORMULA = frozenset("=+-@\t\r＝＋－＠")
KEPT = "\t\n"
_INVISIBLE = (*range(32), *range(127, 160), 0xFEFF, 0xFFFE, 0xFFFF, 0x200B, 0x2060, *range(0xD800, 0xE000))
_DROPPED = {code: None for code in _INVISIBLE if chr(code) not in KEPT}


def clean(text: str) -> str:
    """The text without control and invisible characters (a database refuses some), its ends trimmed, lines as \\n."""
    if not text.isprintable():
        text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_DROPPED)
    return text.strip()


class Cleaned(dict[str, str]):
    """What cells say once clean and unguarded; a sheet says the same words again and again, so they are kept."""

    MOST, LONGEST = 1 << 16, 40

    def __missing__(self, cell: str) -> str:
        found = cell if cell.isalnum() else unguarded(clean(cell))
        if len(self) < self.MOST and len(cell) <= self.LONGEST:
            self[cell] = found
        return found


def as_text(value: object) -> str:
    """A typed cell as text: whole numbers without ".0", moments as 2026-01-31 09:30:00 and dates as 2026-01-31."""
    if isinstance(value, str):
        return clean(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < EXACT else repr(value)
    return _moment(value) if isinstance(value, date | time) else clean(str(value))


def guarded(text: str) -> str:
    """The text as a CSV cell that no spreadsheet program takes for a formula; `unguarded` gives it back."""
    return f"'{text}" if text.lstrip("' ")[:1] in FORMULA else text


def unguarded(text: str) -> str:
    """The text without the apostrophe that `guarded` put before it."""
    return text[1:] if text[:1] == "'" and text.lstrip("' ")[:1] in FORMULA else text


def _moment(value: date | time) -> str:
    if isinstance(value, datetime):
        if value.tzinfo is not None:
            value = value.astimezone(CHINA).replace(tzinfo=None)
        if value.time() == time():
            return value.date().isoformat()
        return value.isoformat(sep=" ", timespec="seconds")
    return value.isoformat()
