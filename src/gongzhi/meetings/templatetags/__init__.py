"""Filters for the templates of meetings."""
