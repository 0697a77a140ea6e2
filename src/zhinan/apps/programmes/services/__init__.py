"""Acts on guides and calls."""

from zhinan.apps.programmes.facts import form_of, pack_of
from zhinan.engines.packs import PackRefused

from .calls import cancel_call, change_windows, close_call, open_call, publish_call
from .exporting import export_pack
from .importing import import_archive, import_pack, shipped_packs
from .publishing import publish_guide

__all__ = [
    "PackRefused",
    "cancel_call",
    "change_windows",
    "close_call",
    "export_pack",
    "form_of",
    "import_archive",
    "import_pack",
    "open_call",
    "pack_of",
    "publish_call",
    "publish_guide",
    "shipped_packs",
]
