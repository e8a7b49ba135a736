"""Measure the tree of places at national size: the import, reads of subtrees, search, a whole street planted.

`python bench/places_import.py [FILE]` works in a throw-away SQLite file, or in the empty database that DATABASE_URL
names. Prints one line a measure: what, median and 95th percentile in milliseconds (seconds for the two writes).
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]
_var = tempfile.TemporaryDirectory(prefix="gongzhi-bench-")
os.environ["GONGZHI_VAR"] = _var.name
os.environ.setdefault("GONGZHI_SECRET_KEY", "only-for-measuring")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongzhi.config.settings")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402

from gongzhi.kernel.actor import system  # noqa: E402
from gongzhi.places import selectors, services, words  # noqa: E402

BENCH = system("bench")
SHARED = Path(os.environ.get("GONGZHI_SHARED", ROOT.parent / "shared"))
LIST = SHARED / "data/places/china_divisions_2021.csv.gz"
SINCE = date(2021, 1, 1)
TIMES = 60
Measure = tuple[str, float, float]


def timed(what: str, act: Callable[[], object]) -> Measure:
    """The act's median and 95th percentile, in milliseconds, after one warm-up."""
    act()
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        act()
        took.append((time.perf_counter() - began) * 1000)
    return what, statistics.median(took), sorted(took)[int(TIMES * 0.95) - 1]


def street_rows(parent: str) -> Iterator[tuple[object, ...]]:
    """16 communities with 48 grids, 96 estates, 960 buildings and 20,160 households under a district."""
    yield ("bench", "量度街道", "street", parent, None, None, SINCE)
    for c in range(16):
        community = f"bench{c}"
        yield (community, f"第 {c} 社区", "community", "bench", None, None, SINCE)
        for g in range(3):
            grid = f"{community}.{g}"
            yield (grid, f"{g} 网格", "small_grid", community, None, None, SINCE)
            for e in range(2):
                estate = f"{grid}.{e}"
                yield (estate, f"{('海珠', '南油')[e]}花园{c}{g}", "estate", grid, None, None, SINCE)
                yield from _estate_rows(estate)


def _estate_rows(estate: str) -> Iterator[tuple[object, ...]]:
    for b in range(10):
        yield (f"{estate}.{b}", f"{b + 1} 栋", "building", estate, 113.93, 22.52, SINCE)
        yield from (
            (f"{estate}.{b}.{h}", f"{h} 室", "household", f"{estate}.{b}", None, None, SINCE) for h in range(21)
        )


def measures(file: Path) -> Iterator[Measure]:
    """Every measure, as it is taken."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / file.name  # refused rows are written beside the file; the original stays alone
        copy.write_bytes(file.read_bytes())
        began = time.perf_counter()
        call_command("import_places", str(copy))
        yield "import of the whole list (s)", time.perf_counter() - began, 0
    began = time.perf_counter()
    services.create_many(actor=BENCH, rows=street_rows("440305"))
    yield "a street of 20,160 households planted (s)", time.perf_counter() - began, 0
    for code in ("440305007010", "440305007", "bench0", "bench", "440305", "44"):
        place = selectors.by_code(code)
        many = selectors.within(place).count()
        yield timed(f"{place.name}: children", lambda p=place: list(selectors.children(p)))
        yield timed(f"{place.name}: subtree of {many} counted", lambda p=place: selectors.within(p).count())
        page = selectors.within(place).order_by("path")
        yield timed(f"{place.name}: first 200 of the subtree listed", lambda q=page: list(q[:200]))
    street, community = selectors.by_code("bench"), selectors.by_code("bench0")
    household = selectors.within(street).filter(level="household").order_by("-path")[0]
    yield timed("chain of a household", lambda: selectors.ancestors(household))
    yield timed("chain of a household as of a day", lambda: selectors.as_of(SINCE).ancestors(household.pk))
    for words_, under in (
        ("3 栋", community),
        ("海珠00 3栋", community),
        ("海珠", street),
        ("海珠102 3栋", street),
        ("粤海", None),
    ):
        where = under.name if under else "全国"
        yield timed(
            f"search “{words_}” in {where}",
            lambda w=words_, u=under: selectors.search(w, under=u, levels=words.PUBLIC_LEVELS),
        )
    yield timed("partition of 20,160 households by small grid", lambda: selectors.partition("small_grid", street))
    began = time.perf_counter()
    moved = services.move_boundary(actor=BENCH, place_id=community.pk, new_parent_id=selectors.by_code("440305007").pk)
    yield f"a community of {moved} places moved to another street (s)", time.perf_counter() - began, 0


def main() -> None:
    """Migrate, measure, print."""
    call_command("migrate", verbosity=0)
    if selectors.children(None).exists():
        sys.exit("this database holds places already: name an empty one")
    for what, median, late in measures(Path(sys.argv[1]) if len(sys.argv) > 1 else LIST):
        print(f"{what:<60} {median:8.2f} {late:8.2f}" if late else f"{what:<60} {median:8.2f}", flush=True)


if __name__ == "__main__":
    main()
