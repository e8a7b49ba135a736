"""Where things are: one versioned tree from province to household, its history, its outlines and its words.

Promises: every place stands under exactly one place of a higher level, so every household lies in exactly one cell of
each level; a redrawing keeps what stood before, and every read can be asked "as of" a day; nothing takes effect in the
future, because a place that a page shows must be a place that stands.
"""
