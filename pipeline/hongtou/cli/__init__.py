"""cli: the command line ``hongtou``; a table for people, ``--json`` for machines."""

from hongtou.cli.main import main

__all__ = ["main"]
