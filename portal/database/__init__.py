"""The engine, the session, and statements that are written once."""
