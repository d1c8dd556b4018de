"""The world of a provider that keeps evidence."""

from tests.worlds import enrol, farm, intake, keep

__all__ = ["enrol", "farm", "intake", "keep"]
