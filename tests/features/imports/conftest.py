"""The world of the imports."""

from tests.features.imports.placements import provider

__all__ = ["provider"]
