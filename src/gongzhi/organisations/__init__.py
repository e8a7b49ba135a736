"""Organisations: bodies, seats, terms and relations; who holds what, where, from when to when.

Every power in the house comes from a seat held now over a place: `selectors.actor_for` reads the terms at this instant,
so ending a seat ends its access in the same transaction. Two strict trees (party and governance) stand on the same base
cells, and an area with a responsible member never has a day without one.
"""
