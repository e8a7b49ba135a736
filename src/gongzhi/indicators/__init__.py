"""Indicators say how a community, a street or a body does: three rates, durations, sources and whistles.

They read the record and other packages' selectors only. Roll-ups are kept by a reaction, exactly once for each fact;
every figure opens to the cases that it counts; no person is ever counted, scored or ranked.
"""
