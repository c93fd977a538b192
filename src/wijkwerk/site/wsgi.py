"""The site for a WSGI server; ``server.py`` says how ours runs it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wijkwerk.site.settings")
application = get_wsgi_application()
