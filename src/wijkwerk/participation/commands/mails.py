"""``wijkwerk participation mails``: who brought something in hears how it stands."""

from __future__ import annotations

from wijkwerk.audit.database import DataOption, open_database
from wijkwerk.workflow.options import DryRunOption


def mails_command(dry_run: DryRunOption = False, data: DataOption = None) -> None:
    """Mail residents who asked for it what happened with what they brought in, and remove old addresses.

    Let it run every quarter of an hour. It may be run again: a step is mailed once.

    Exit codes: 0 done, 2 no mail server is set, or it refuses.

    Examples:

        wijkwerk participation mails --dry-run
        wijkwerk participation mails
    """
    open_database(data)
    from wijkwerk.participation.services.followers import mails, send_all
    from wijkwerk.workflow.sending import moment_of, send_and_tell, show_all

    now = moment_of(None, dry_run)
    if dry_run:
        show_all(mails(now))
    else:
        send_and_tell(lambda: send_all(now))
