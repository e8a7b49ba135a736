"""The pages of this package: each parses, calls one service or selector, and shows."""
