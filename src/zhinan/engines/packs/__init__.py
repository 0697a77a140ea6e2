"""Packs: a place's programmes of one year as data, read from a folder with every fault named."""

from zhinan.engines.vocabulary import Fault as PackFault
from zhinan.engines.vocabulary import FaultsFound as PackRefused

from .archive import read_archive
from .files import read_folder
from .form import FixedRow, Form, FormField, FormSection, Summary
from .loading import load_pack, read_pack
from .official import KINDS as SPAN_KINDS
from .official import OfficialText, Span
from .pack import (
    MODES,
    STAGES,
    BodyClass,
    Clause,
    NamedBody,
    OfficeSection,
    Pack,
    Programme,
    QuotaLine,
    RuleBlock,
    Stage,
    Topic,
    Window,
    digest_of,
)  # fmt: skip
from .plan import Figure, Indicator, KeyProject, Plan, Task
from .quota import QuotaLimit, limit_for

__all__ = [
    "MODES",
    "SPAN_KINDS",
    "STAGES",
    "BodyClass",
    "Clause",
    "Figure",
    "FixedRow",
    "Form",
    "FormField",
    "FormSection",
    "Indicator",
    "KeyProject",
    "NamedBody",
    "OfficeSection",
    "OfficialText",
    "Pack",
    "PackFault",
    "PackRefused",
    "Plan",
    "Programme",
    "QuotaLimit",
    "QuotaLine",
    "RuleBlock",
    "Span",
    "Stage",
    "Summary",
    "Task",
    "Topic",
    "Window",
    "digest_of",
    "limit_for",
    "load_pack",
    "read_archive",
    "read_folder",
    "read_pack",
]  # fmt: skip
