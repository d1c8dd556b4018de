"""Tests of registers."""
