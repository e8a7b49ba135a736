"""Pure rules of opinions: how votes on statements become a map of groups, and how sure the map is.

The modules that calculate need numpy and scipy. A web process that draws no map must not carry them: it imports
`picture` and `standing`, and who draws loads `map` or `keeping` by name when the moment comes.
"""
