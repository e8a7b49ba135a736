"""Pure reasoning about rows from elsewhere."""
