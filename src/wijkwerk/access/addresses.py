"""The site's own address, for links that leave it: in mails, calendars, to an identity provider.

Never from the Host header of a request: who sends that chooses where a link for a new password leads.
"""

from __future__ import annotations

from django.conf import settings


def site_address() -> str:
    """WIJKWERK_ADDRESS, or the first host that the site answers to; without a slash at its end."""
    address: str = settings.SITE_ADDRESS
    if address:
        return address
    scheme = "https" if settings.SESSION_COOKIE_SECURE else "http"
    return f"{scheme}://{settings.ALLOWED_HOSTS[0]}"


def site_url(path: str) -> str:
    """The full address of a page of this site, whatever host the request named."""
    return f"{site_address()}{path}"
