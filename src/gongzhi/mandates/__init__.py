"""Who answers for what, where, on which legal ground.

A responsibility list is data: matter type × rung of the ladder → one lead, who assists, who is informed, the ground,
the time limit and the evidence asked. It is edited as a spreadsheet, compared, and published with a date. Promises:
every matter has exactly one lead at every rung; a list with a gap or a double lead is refused as a whole; on every day
at most one edition is in force; a published edition never changes.
"""
