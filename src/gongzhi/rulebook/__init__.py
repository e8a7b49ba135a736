"""Dated rule packs: every legal or local number, with its law, article and validity, asked for by name and date.

It promises that a name has at most one value on a day, that a number said to be law names its article, and that a
number which is only practice or a local choice says so. It has no tables: packs are files that people read and review.
"""
