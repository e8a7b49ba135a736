"""The tags of this package's templates."""
