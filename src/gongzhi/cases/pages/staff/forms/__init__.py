"""What staff type, read and checked before any service is asked."""
