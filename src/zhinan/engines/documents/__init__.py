"""Documents in and out: workbooks, Word, PDF."""
