"""``wijkwerk programme remind``: mails to who has something to do."""

from __future__ import annotations

from wijkwerk.audit.database import DataOption, open_database
from wijkwerk.workflow.options import DayOption, DryRunOption


def remind(
    dry_run: DryRunOption = False,
    on: DayOption = None,
    data: DataOption = None,
) -> None:
    """Mail everybody who has something to do, as often as each wants, once a day at most.

    Let it run every morning. It may be run again: what went out that day doesn't go again, and a
    mail of which that is unclear waits for the next day.

    Exit codes: 0 done, 2 no mail server is set, or it refuses.

    Examples:

        wijkwerk programme remind --dry-run
        wijkwerk programme remind --dry-run --on 2026-12-31
        wijkwerk programme remind
    """
    open_database(data)
    from wijkwerk.programme.notices.sending import mails, send_all
    from wijkwerk.workflow.sending import moment_of, send_and_tell, show_all

    now = moment_of(on, dry_run)
    if dry_run:
        show_all(mails(now))
    else:
        send_and_tell(lambda: send_all(now))
