"""One file for each link between mechanisms: what one records, another learns, once and after commit."""
