"""Tests of the phone app's server side."""
