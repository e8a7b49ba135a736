"""Pure rules of the figures: what a fact adds, what a rate is, which numbers the public is not shown."""
