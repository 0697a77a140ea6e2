"""Small exact values that every engine and app shares."""

from .digest import canonical_json, digest
from .finding import Finding

__all__ = ["Finding", "canonical_json", "digest"]
