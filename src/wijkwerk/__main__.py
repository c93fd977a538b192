"""``python -m wijkwerk`` is the command ``wijkwerk``."""

from wijkwerk.site.cli import main

if __name__ == "__main__":
    main()
