"""Template tags live here because Django looks for them under this name."""
