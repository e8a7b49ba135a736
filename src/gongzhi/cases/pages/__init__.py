"""The faces of cases: what residents and staff see and send."""
