"""Text that comes in, identifiers, and cells that go out."""
