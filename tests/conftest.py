"""Arrangement shared by all tests: database names that never collide, warnings as errors."""

import os
import tempfile

import pytest
from hypothesis import HealthCheck, settings

# A slow machine is no fault of what is tested: generated cases have no deadline.
settings.register_profile("calm", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("calm")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Fifty at once are fifty connections: all such tests run in one worker, or a server runs out."""
    for item in items:
        database = item.get_closest_marker("django_db")
        if database is not None and database.kwargs.get("transaction"):
            item.add_marker(pytest.mark.xdist_group("crowd"))


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
