"""Responsibility lists as plain values: their shape, reading a sheet, comparing editions, finding a matter by words."""
