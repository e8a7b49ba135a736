"""Periodic assessment of organisations by published indicators: evidence, grade, appeal, expiry.

An instrument: a grade is a function of confirmed evidence and a published scheme, computed and never typed; it knows
bodies, never what a grade will be used for.
"""
