"""A year of cases for the demonstration: invented words, lived through by calling services with a moved clock."""
