"""Votes of every kind: who may vote, how it is counted, and a certificate that anybody can compute again.

An instrument: it knows rolls, ballots, rules and certificates, never what is decided. Counting is plain Python over
integers and exact fractions; legal shares come from dated rule packs; the record says that a ballot was cast, never
which way.
"""
