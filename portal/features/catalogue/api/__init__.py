"""The catalogue for other systems: JSON, keys, OpenAPI."""
