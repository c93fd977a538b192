"""Ask a site on this machine whether it is ready; for a container, which has no curl.

    python -m wijkwerk.site.health_check http://127.0.0.1:8000/health/ready

Asks for the first name of WIJKWERK_HOSTS, since the site answers to no other. Exit code 0 when it is
ready, 1 when it isn't.
"""

from __future__ import annotations

import sys
import urllib.request

from wijkwerk.registry.environment import variable


def is_ready(url: str) -> bool:
    """Whether ``url`` (http, on this machine) answers with 200 within four seconds. Raises ValueError
    for another machine."""
    if not url.startswith("http://127.0.0.1:"):
        raise ValueError("only a site on this machine is asked")
    host = variable("WIJKWERK_HOSTS", "localhost").split(",")[0].strip()
    request = urllib.request.Request(url, headers={"Host": host})  # noqa: S310  (see above)
    try:
        with urllib.request.urlopen(request, timeout=4) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(0 if is_ready(sys.argv[1]) else 1)
