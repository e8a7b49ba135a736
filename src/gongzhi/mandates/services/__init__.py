"""The only writers of responsibility lists."""

from gongzhi.mandates.services.lists import Draft, drop_draft, export_list, import_list, publish
from gongzhi.mandates.services.starting import load_starting_list

__all__ = ["Draft", "drop_draft", "export_list", "import_list", "load_starting_list", "publish"]
