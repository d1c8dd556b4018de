"""Tests of the start pages."""
