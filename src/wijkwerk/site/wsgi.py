"""The site for gunicorn."""

import logging
import os
import threading

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wijkwerk.site.settings")
application = get_wsgi_application()


def _warm() -> None:
    """Open the edition of the home page, so that the first visitor doesn't wait for it."""
    from django.db import connection

    from wijkwerk.monitor.library import library

    try:
        library().default()
    except Exception as fault:
        # /health/ready tells whoever watches; a visitor gets the page that says so.
        logging.getLogger("wijkwerk.start").warning("the default edition doesn't open: %s", fault)
    finally:
        connection.close()


threading.Thread(target=_warm, name="warm", daemon=True).start()
