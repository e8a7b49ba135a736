"""How votes are counted: plain Python over integers and exact fractions, the same answer on every machine."""
