"""Official papers as PDF: one call around typst, with Chinese letters that are there on a bare machine too.

The letters come with the set-up (the package of NAMED: Noto Serif and Sans SC, Open Font License); GONGZHI_FONTS
names a folder of more, for rare characters in names. Without either, the system's fonts are used.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typst

NAMED = "pylopdf_fonts_zh_cn"
FOLDER = "GONGZHI_FONTS"
_compile: Any = typst.compile
# What a person wrote reaches the template as data only: `data.title` is text to typst, whatever signs stand in it.
PREAMBLE = """
#let data = json(bytes(sys.inputs.data))
#let song = ("Noto Serif SC", "Noto Serif CJK SC", "Source Han Serif SC", "SimSun")
#let hei = ("Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "SimHei")
#set page(paper: "a4", margin: (x: 26mm, y: 30mm), numbering: "1 / 1")
#set text(font: song, size: 12pt, lang: "zh", region: "cn")
#set par(leading: 0.9em, spacing: 1.1em, justify: true)
#show heading: set text(font: hei, weight: "regular")
#show heading.where(level: 1): it => align(center, block(below: 1.2em, text(size: 18pt, it.body)))
#show heading.where(level: 2): it => block(above: 1.4em, below: 0.8em, text(size: 13pt, it.body))
#let strong-words(words) = text(font: hei, words)
#let facts(rows) = grid(
  columns: (auto, 1fr), column-gutter: 1em, row-gutter: 0.8em,
  ..rows.map(row => (text(font: hei, row.at(0)), row.at(1))).flatten()
)
#let code(svg, width: 26mm) = image(bytes(svg), format: "svg", width: width)
"""


def pdf(template: str, data: Mapping[str, Any], *, at: datetime | None = None) -> bytes:
    """A PDF/A of `template` (typst after PREAMBLE), with `data` (JSON-ready) under the name `data`.

    `at` is the instant that the file names as its making; the same template, data and instant give the same bytes.
    ValueError when typst cannot set the template: that is a mistake of ours, never of the data.
    """
    folders = fonts()
    try:
        made = _compile(
            (PREAMBLE + template).encode(),
            font_paths=[str(folder) for folder in folders],
            ignore_system_fonts=bool(folders),
            sys_inputs={"data": json.dumps(dict(data), ensure_ascii=False, default=str)},
            pdf_standards=["a-2b"],
            timestamp=int(at.timestamp()) if at else 0,
        )
    except RuntimeError as error:
        raise ValueError(f"the paper could not be set: {error}") from error
    return bytes(made)


@lru_cache(maxsize=1)
def fonts() -> tuple[Path, ...]:
    """The folders with fonts: the operator's, then the one that came with the set-up; empty where there is neither."""
    spec = find_spec(NAMED)
    named = [os.environ.get(FOLDER, ""), *(spec.submodule_search_locations or () if spec else ())]
    return tuple(Path(folder) for folder in named if folder and Path(folder).is_dir())
