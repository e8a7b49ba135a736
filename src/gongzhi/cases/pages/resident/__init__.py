"""The resident's faces: report, follow by receipt, my matters, one matter, judge."""
