"""The only writers of what comes from elsewhere."""

from gongzhi.exchange.services.cases import BATCH, Counts, Intake, import_cases

__all__ = ["BATCH", "Counts", "Intake", "import_cases"]
