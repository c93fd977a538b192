"""Days as a calendar that anybody's agenda can follow (iCalendar, RFC 5545).

A deadline is a whole day of the Netherlands: such an event has a date and no time, and so stands on
the same day in whatever zone it is read. Its UID never changes; ``SEQUENCE`` goes up when it moves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event

from wijkwerk.shared import deadlines
from wijkwerk.shared.lines import in_one_line


@dataclass(frozen=True)
class Day:
    """A day: ``key`` is unique in its calendar and never changes. ``until`` is the last day of more."""

    key: str
    on: date
    title: str
    url: str
    sequence: int = 0
    until: date | None = None


def calendar_of(capability: str, owner: str, name: str, days: list[Day], now: datetime) -> bytes:
    """The calendar of ``owner`` (unique in a capability) as a file. The same day gives the same file, so
    that it can be kept."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Wijkwerk//{capability}//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", in_one_line(name))
    calendar.add("x-wr-timezone", "Europe/Amsterdam")
    stamp = datetime.combine(deadlines.today(now), time(0), UTC)
    for day in days:
        event = Event()
        event.add("uid", f"{day.key}.{owner}@wijkwerk")
        event.add("dtstamp", stamp)
        event.add("dtstart", day.on)
        event.add("dtend", (day.until or day.on) + timedelta(days=1))  # the first day after it
        event.add("summary", in_one_line(day.title))
        event.add("sequence", day.sequence)
        event.add("transp", "TRANSPARENT")  # keeps nobody from a meeting
        event.add("url", day.url)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
