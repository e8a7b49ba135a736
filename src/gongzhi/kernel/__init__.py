"""Plain Python that every storey stands on: lifecycles, permits, facts, limits, actors. It imports no Django."""
