"""The twenty rules that every engine is measured on, and the applications they judge."""
