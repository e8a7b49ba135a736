"""Gongzhi (共治): a community governs itself together."""
