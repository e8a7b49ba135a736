"""The only writers of deliberation, split by subject."""
