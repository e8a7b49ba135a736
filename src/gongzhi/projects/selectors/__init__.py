"""The readers of the three lists and of projects, split by subject."""
