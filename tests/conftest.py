"""What all tests share."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# No test depends on timing: on a busy machine neither a slow example nor the slow making of one is a failure.
settings.register_profile("icpwatch", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("icpwatch")
