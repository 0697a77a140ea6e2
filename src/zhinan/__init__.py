"""Zhinan (指南): a local government's science and technology programme, run from its guide."""

__version__ = "0.1.0"
