"""Property tests have no time limit: a busy machine is no fault in a rule."""

from hypothesis import settings

settings.register_profile("no time limit", deadline=None)
settings.load_profile("no time limit")
