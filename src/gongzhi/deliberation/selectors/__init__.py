"""The only readers of deliberation, split by subject."""
