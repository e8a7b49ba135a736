"""Pure rules of the three lists: plain Python, no tables."""
