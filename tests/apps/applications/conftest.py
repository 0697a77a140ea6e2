import pytest
from django.core.files.storage import default_storage


@pytest.fixture(autouse=True)
def _storage(tmp_path, monkeypatch):
    bool(default_storage)  # wake the lazy object
    monkeypatch.setattr(
        default_storage,
        "_wrapped",
        type(default_storage._wrapped)(location=tmp_path),
        raising=False,
    )
