"""Double-entry money and hours: every fen has a source, a purpose and a receipt; tied money pays for nothing else.

An instrument: it knows funds, accounts, entries and payments, never what they were for beyond a reference and a
closed word. Entries are never edited, only reversed; no payment is made by one person alone.
"""
