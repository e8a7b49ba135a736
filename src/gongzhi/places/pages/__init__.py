"""Faces of places: the search that forms use, and a place's cells with their history."""
