"""Whether a post asks something that wants an answer, by its own words; whoever looks may say otherwise."""

from __future__ import annotations

import re

_MARK = re.compile(r"[?？]")
_ENDS = re.compile(r"(吗|么|呢|没有|不)[。.…~～ ]*$")
_WORDS = re.compile(
    r"什么时候|啥时候|几时|哪天|多久|多少|怎么(?!样都|说都)|怎样|如何|为什么|为啥|凭什么|哪里|在哪|谁(?=管|负责|来|能|出|付|修|去|答|定|批|说了算)"
    r"|哪个(?=部门|单位)|有没有|是不是|能不能|可不可以|行不行|可以.{0,12}吗|请问|想问|问一下|咨询"
)
_QUOTED = re.compile(r"「[^」]*」|“[^”]*”")
_LINK = re.compile(r"https?://\S+")
_NOT = re.compile(r"^(什么都|怎么都|不管|无论|大家.{0,6}(好|早)吗)")


def asks(text: str) -> bool:
    """Whether the words ask something: a question mark, a question's ending, or a word that asks.

    A quotation or an address on the web does not ask.
    """
    bare = _LINK.sub("", _QUOTED.sub("", text)).strip()
    if not bare or _NOT.match(bare):
        return False
    return bool(_MARK.search(bare) or _WORDS.search(bare) or _ENDS.search(bare) and len(bare) > 3)
