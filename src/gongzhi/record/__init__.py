"""Every act leaves a fact here, in the act's own transaction, for good.

This package promises: a fact is never changed or removed (the database refuses); facts get a place in one line that
cannot grow behind a reader; every reaction sees every fact once; the causes and effects of a matter can be walked.
"""
