"""People: accounts, reporters without one, consent, purposes, and who looked at whose data.

Every personal field is listed in `words.FIELDS` with its purpose, legal ground, retention rule and holder. A resident's
contact is read only through `services.read_contact`, which asks for a declared purpose and writes down who looked; the
resident reads that list. What is no longer needed is erased, and a certificate of ids and counts stays.
"""
