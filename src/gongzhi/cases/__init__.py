"""The closed loop: what a resident reports, until the resident has judged it.

A case is one matter that somebody raised about one place. This package promises: six named stages; at every minute one
body that has it and a clock that runs; nobody hands it off without a clause; only the reporter judges; every end is
honest and has a reason.
"""
