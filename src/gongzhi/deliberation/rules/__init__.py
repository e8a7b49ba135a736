"""Plain rules of deliberation: no tables, no pages."""
