"""Meetings of every kind: called in time, opened when the right seats are there, and remembered as they were.

An instrument: it knows standing orders, agendas, presence, motions, minutes and resolutions, never what a topic is.
Nothing unlisted is voted on; minutes are drafted from what happened; a resolution has an owner, a date and a follow-up.
"""
