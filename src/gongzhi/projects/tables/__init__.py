"""Data of the three lists and of projects: kinds, exclusions; read by rules."""
