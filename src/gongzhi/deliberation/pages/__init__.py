"""The pages of deliberation: parse, call one service or selector, show."""
