"""The pages of meetings: parse, call one service or selector, show."""
