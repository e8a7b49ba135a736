"""Who must act by when.

A duty binds a body (or a person) to one act on one matter, with a limit in hours, working days or calendar days; it
warns, pauses with a reason and a cap, and ends done, late, lapsed or cancelled. Everybody's inbox is a read of open
duties. Promises: one open duty per matter, kind and body; each warning once, with its exact instant; a due time can be
recomputed as of any instant from what is stored.
"""
