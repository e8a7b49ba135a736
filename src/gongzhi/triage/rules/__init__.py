"""Plain rules of the instrument: texts in, suggestions with their reasons out."""
