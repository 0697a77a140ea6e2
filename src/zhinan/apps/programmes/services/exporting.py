"""A guide back into a folder."""

from pathlib import Path

from zhinan.apps.programmes.facts import files_of
from zhinan.apps.programmes.models import Guide
from zhinan.engines.packs.files import is_inside


def export_pack(guide: Guide, folder: Path) -> list[Path]:
    """Write the guide's files under ``folder``, byte for byte as they were imported.

    Returns:
        The files written.

    Raises:
        FileExistsError: ``folder`` is there and holds something.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(f"{folder} must be a new or empty folder")
    written = []
    for name, content in files_of(guide).items():
        if not is_inside(name):
            raise ValueError(f"a stored path must stay inside the pack, got {name!r}")
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        written.append(target)
    return written
