"""What many people say: sorting their words, hearing the same thing again, and seeing what recurs.

An instrument: it knows texts, places and times, never what a case is. It suggests with reasons and probabilities;
a person decides, or a community that has set a threshold lets it. Nothing here scores or labels a person.
"""
