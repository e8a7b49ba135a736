"""Tables that people may read and change without reading code: what is decided by whom, what a covenant may not say."""
