"""The site for a WSGI server; ``server.py`` says how ours runs it."""

from django.core.wsgi import get_wsgi_application

from wijkwerk.registry.environment import set_when_absent

set_when_absent("DJANGO_SETTINGS_MODULE", "wijkwerk.site.settings")
application = get_wsgi_application()
