"""``python -m hongtou`` and the console script ``hongtou``."""

from hongtou.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
