"""How a service says no to a citizen."""

from zhinan.engines.values import Finding


class MoveRefused(Exception):
    """An act that may not happen now. ``findings`` say why and what to do."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(" ".join(str(f) for f in findings))
        self.findings = list(findings)
