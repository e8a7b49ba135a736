"""Named powers of deliberation, split by subject; each answers with the seat or the reason."""
