"""The tests. `python3 -m portal test` runs them all."""
