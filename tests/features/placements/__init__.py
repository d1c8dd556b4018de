"""Tests of placements and pupils."""
