"""The only writers of the three lists and of projects, split by subject."""
