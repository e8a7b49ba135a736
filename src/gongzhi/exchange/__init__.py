"""Other systems in and out. So far: what another system collected comes in from a spreadsheet.

Promises: a row becomes one case by the same door as a report on the web, once, however often its file is read; its
original number and moment are kept beside the case; what cannot be taken is given back with the reason.
"""
