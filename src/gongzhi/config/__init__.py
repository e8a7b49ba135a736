"""Settings, addresses, worker and command line: the only package that may import every other."""
