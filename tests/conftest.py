"""Arrangement shared by all tests: database names that never collide, warnings as errors."""

import os
import tempfile

import pytest
from hypothesis import HealthCheck, settings

# A slow machine is no fault of what is tested: generated cases have no deadline. The same cases are tried every time,
# so that a change is what turns a test red; HYPOTHESIS_PROFILE=wander looks for new ones.
calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("calm", calm, derandomize=True)
settings.register_profile("wander", calm)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "calm"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Two runs at once on one server must not share a database."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if "postgresql" in database["ENGINE"]:
        test = database.setdefault("TEST", {})
        base = test.get("NAME") or f"test_{database['NAME']}"
        test["NAME"] = f"{base}_{os.getpid()}"
    else:
        # A file, as in real life: threads that share a database in memory cannot wait for each other.
        name = f"zhinan-test-{os.getpid()}.sqlite3"
        database.setdefault("TEST", {})["NAME"] = os.path.join(tempfile.gettempdir(), name)
