"""The pages of voting: parse, call one service or selector, show."""
