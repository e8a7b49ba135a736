"""From a problem to a decision: topics, those concerned, councils, minorities, and the rules people make themselves.

An affair: it joins meetings, opinions and votes into one topic with one number through four tiers, and refuses a
decision by the wrong body, by the wrong rule, without an investigation or without its minority heard.
"""
