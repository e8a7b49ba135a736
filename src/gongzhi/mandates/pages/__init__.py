"""Faces of responsibility lists: the public list and its editions, and the desk where a new edition is made."""
