"""The pages of opinions: parse, call one service or selector, show."""
