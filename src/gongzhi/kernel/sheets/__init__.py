"""Spreadsheets in and out: CSV, CSV.gz and XLSX, told apart by content; whatever is wrong is refused in plain words.

Reading is streamed and bounded: a file is surveyed before its first row is given, so that a broken, cut-off, encrypted
or exploding file is refused before anything was taken from it. Writing is safe for spreadsheet programs: nothing that a
resident wrote can become a formula. Used by every import and export of the house.
"""

from gongzhi.kernel.sheets.columns import match_columns
from gongzhi.kernel.sheets.reading import Misfit, Sheet, open_sheet
from gongzhi.kernel.sheets.source import Caps
from gongzhi.kernel.sheets.writing import beside, write_refused, write_rows

__all__ = ["Caps", "Misfit", "Sheet", "beside", "match_columns", "open_sheet", "write_refused", "write_rows"]
