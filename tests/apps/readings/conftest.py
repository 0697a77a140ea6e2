import pytest
from django.core.files.storage import default_storage


@pytest.fixture(autouse=True)
def storage(tmp_path, monkeypatch):
    """Files of a test lie in its own folder."""
    bool(default_storage)  # wake the lazy object
    kind = type(default_storage._wrapped)
    monkeypatch.setattr(default_storage, "_wrapped", kind(location=tmp_path), raising=False)
    return tmp_path
