"""The office's pages on the registers."""
