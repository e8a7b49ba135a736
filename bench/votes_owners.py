"""How long an owners' vote takes, from the sheet to a certificate that is read and counted again.

Run: PYTHONPATH=src python bench/votes_owners.py [units]
"""

from __future__ import annotations

import csv
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from gongzhi.voting import laws
from gongzhi.voting.rules import certificate, owners
from gongzhi.voting.rules.owners_file import read_owners

DAY, SEED, RUNS = date(2026, 3, 1), 20260301, 3
T = TypeVar("T")


def written(file: Path, units: int) -> None:
    """A fifth of the owners hold a second unit, one unit in fifty is the developer's, some do not answer."""
    lot = random.Random(SEED)
    with file.open("w", newline="", encoding="utf-8") as out:
        sheet = csv.writer(out)
        sheet.writerow(["幢", "房号", "业主编号", "专有面积", "开发商", "业主意见", "送达", "告知议题", "告知后果"])
        for n in range(units):
            owner = lot.randrange(n) if n and lot.random() < 0.2 else n
            choice = lot.choices(["同意", "反对", "弃权", ""], [70, 12, 3, 15])[0]
            stock = "是" if lot.random() < 0.02 else ""
            row = [n // 200, n % 200, f"Y{owner}", f"{lot.randint(4000, 16000) / 100:.2f}", stock, choice]
            sheet.writerow([*row, "是", "是", "是"])


def timed(name: str, act: Callable[[], T]) -> T:
    """The act's result; its best time of three is printed."""
    best, result = float("inf"), None
    for _run in range(RUNS):
        began = time.perf_counter()
        result = act()
        best = min(best, time.perf_counter() - began)
    print(f"| {name} | {best:.2f} |")
    assert result is not None
    return result


def main(units: int) -> None:
    """Print the table."""
    law, charter = laws.owners("change_use", DAY), laws.charter(DAY)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "roll.csv"
        written(file, units)
        print(f"{units:,} units, {file.stat().st_size / 1e6:.1f} MB of CSV\n\n| step | seconds |\n|---|---|")
        read = timed("read the sheet", lambda: read_owners(file))
    found = timed("count", lambda: owners.count(read.units, law, charter))

    def drawn() -> dict[str, object]:
        inputs = certificate.owners_inputs(read.units, law, charter, b"secret of one vote")
        return certificate.certificate([certificate.Item("owners", inputs)], vote={}, base={"source": "made up"})

    given = timed("count and draw up the certificate", drawn)
    text = json.dumps(given, ensure_ascii=False)
    again = timed("read the certificate and count again", lambda: certificate.differences(certificate.read(text)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\n{found.verdict.state}; {len(text) / 1e6:.1f} MB of certificate; {len(again)} differences; {peak:.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
