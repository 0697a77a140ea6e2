"""The rules of a guide before the office: list, page of a rule, moved thresholds, versions side by side, lint."""
