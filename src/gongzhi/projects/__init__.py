"""From need to finished work: three lists, four procedures, and the verdict of those who asked.

Needs, resources and projects feed each other. A project comes only by the four procedures, holds its money by the
ledger and its decision by a vote or a meeting, and ends when residents drawn by lot have accepted it and said whether
it was what they asked for.
"""
