"""Plain reckoning about money: how an amount is divided, and what a row of a sheet says."""
