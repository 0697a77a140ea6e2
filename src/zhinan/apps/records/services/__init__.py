"""Acts of the record itself: a line, a number, a stored file, a message."""

from .acts import digest_of, record_act
from .checkpoints import (
    export_checkpoint,
    exported_seal,
    prove_consistency,
    prove_inclusion,
    receipt_holds,
    seal_checkpoint,
)
from .files import open_file, store_file
from .inbox import mark_all_read, mark_read, notify
from .numbers import next_number
from .refusal import MoveRefused
from .verification import Fault, verify_chain, verify_record

__all__ = [
    "Fault",
    "MoveRefused",
    "digest_of",
    "export_checkpoint",
    "exported_seal",
    "mark_all_read",
    "mark_read",
    "next_number",
    "notify",
    "open_file",
    "prove_consistency",
    "prove_inclusion",
    "receipt_holds",
    "record_act",
    "seal_checkpoint",
    "store_file",
    "verify_chain",
    "verify_record",
]
