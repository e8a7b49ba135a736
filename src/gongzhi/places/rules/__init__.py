"""Pure rules of places, one file a subject: paths, partition, datum, text."""
