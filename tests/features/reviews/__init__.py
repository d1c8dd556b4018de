"""Tests of desk-top reviews."""
