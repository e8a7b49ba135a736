"""What is decided by standing orders alone: notice, quorum, speaking, motions, and the check of a whole meeting."""
