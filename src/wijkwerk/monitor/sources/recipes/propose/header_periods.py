"""Periods in the headers of columns: '2019', 'Q1 2019', '2019_03', and with a question '19' and '1920'."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from wijkwerk.monitor.sources.moments import school_year
from wijkwerk.monitor.sources.recipes.cells import period_of
from wijkwerk.registry.language import gettext as _

# Marks of figures that may still change, beside the year in a header.
_PROVISIONAL = re.compile(
    r"(?i)\(?\b(?:nader )?(?:voorlopige?|definitieve?|provisional|preliminary|final)"
    r"(?: (?:cijfers?|figures?))?\b\)?|\*+|\(\s*\)"
)
_FORECAST = re.compile(
    r"(?i)\b(?:prognoses?|raming|geraamd|verwacht(?:ing)?|streef\w*|doel(?:stelling|waarde)?|begroot|begroting"
    r"|scenario|forecast|projection|projected|expected|target|goal)\b"
)
YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
# Years that are no period: a range of them, and what comes before or after one.
_NO_PERIOD = re.compile(
    r"(?<!\d)\d{4}\s*(?:[-–/_]|t/m|tot(?: en met)?|to|until)\s*\d{2,4}(?!\d)|"
    r"\b(?:na|voor|vanaf|sinds|tot|t/m|before|after|since|until|from|pre|post)\s+\d{4}|"
    r"[<>≤≥]\s*\d{4}|(?<!\d)\d{4}\s*(?:en|of|and|or)\s+(?:later|eerder|ouder|jonger|newer|older)",
    re.IGNORECASE,
)
_EDGE = " _-.,:|"
# The end of a header, in small letters and with spaces for underscores, that names part of a year.
_QUARTER = re.compile(
    r"(?:(?:19|20)\d\d ?-?(?:q|kw0?)[1-4]|q[1-4][ -]?(?:19|20)\d\d"
    r"|[1-4]e kwartaal (?:19|20)\d\d|(?:19|20)\d\d [1-4]e kwartaal)"
)
_QUARTER_WORD = re.compile(
    r"(?<=[1-4]e )(?:kwartaal van|kwart\.?|kw\.?|kwrt\.?)(?= )|(?<=[1-4]e )kw\.?$"
)
_MONTH = re.compile(r"(?:(?:19|20)\d\d(?:[ /.-]|mm)?(?:0[1-9]|1[0-2])|[a-z]{3,9} (?:19|20)\d\d)")
_PAIR = re.compile(r"(?P<stem>.*?)(?<!\d)(?P<years>(?:19|20)\d\d ?[-–/_]? ?(?:(?:19|20)\d\d|\d\d))")
_SHORT_PAIR = re.compile(r"(?P<stem>.*?)(?<!\d)(?P<years>\d{4})")
_TWO_DIGITS = re.compile(r"(?P<stem>.*?)(?P<mark>^|[ _.-]+['’]?|['’])(?P<year>\d\d)")
# After these a number is an age, an answer or a class.
_COUNTS = re.compile(
    r"(?i)(?:^|[^a-z])(?:tot|onder|boven|vanaf|dan|van|leeftijd|age|over|under|from|to|than|of"
    r"|klasse|class|groep|group|vraag|question|item|type|cat|code|nr|no|q|v|pm|top|co|[<>≤≥])$"
)
_LONG_AGO = 1950  # before it a year that is also a school year, such as 1920, is the school year
_SPAN = 30  # years between the first and the last of a series in headers


@dataclass
class HeaderPeriods:
    """``named`` has, per header that names one, the header without its period and the ISO 8601 period;
    ``doubts`` are questions for whoever knows the file."""

    named: dict[str, tuple[str, str]] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)


def header_periods(headers: Sequence[str]) -> HeaderPeriods:
    """The periods that ``headers`` of columns of figures name. What can be read two ways is read the
    likelier way and asked about, or left in the name and asked about."""
    periods = HeaderPeriods()
    _school_years(periods, headers, _PAIR)
    _school_years(periods, _left(periods, headers), _SHORT_PAIR)
    _parts_of_years(periods, _left(periods, headers))
    _years(periods, _left(periods, headers))
    _two_digits(periods, _left(periods, headers))
    return periods


def _left(periods: HeaderPeriods, headers: Iterable[str]) -> list[str]:
    return [header for header in headers if header not in periods.named]


def _bare(header: str) -> str:
    """A header without marks of provisional figures behind it."""
    return _PROVISIONAL.sub(" ", header).strip(f"{_EDGE}()")


def _plain(header: str) -> str:
    return re.sub(r"\s+", " ", _PROVISIONAL.sub(" ", header)).strip(_EDGE)


def _school_years(periods: HeaderPeriods, headers: Sequence[str], pattern: re.Pattern[str]) -> None:
    """2019/20 and 2019_20, or 1920: years with the next one, unless one of a series has another."""
    series: dict[str, dict[str, tuple[str, str] | None]] = defaultdict(dict)
    for header in headers:
        if match := pattern.fullmatch(_bare(header)):
            text = match["years"]
            short = f"20{text[:2]}-{text[2:]}" if pattern is _SHORT_PAIR else text.replace("_", "-")
            series[match["stem"].lower()][header] = school_year(short)
    for members in series.values():
        years = {header: pair for header, pair in members.items() if pair is not None}
        if len(years) < len(members):
            continue  # months, or ranges of years
        example = next(iter(years))
        if pattern is _SHORT_PAIR and len(years) == 1:
            number = YEAR.search(example)
            if number is not None and int(number[1]) >= _LONG_AGO:
                continue
        for header, (first, _following) in years.items():
            match = pattern.fullmatch(_bare(header))
            assert match is not None
            periods.named[header] = (_plain(match["stem"]), first)
        periods.doubts.append(
            _(
                "'{header}' is taken for the school year {first} to {last}, that stands under its "
                "first year; else say which period it is",
                header=example,
                first=years[example][0],
                last=years[example][1],
            )
        )


def _parts_of_years(periods: HeaderPeriods, headers: Sequence[str]) -> None:
    """Quarters, and months: those in digits alone may also be a class, so they are asked about."""
    doubted_stems: set[str] = set()
    for header in headers:
        bare = _bare(header)
        for start in [0, *(gap.end() for gap in re.finditer(r"[ _,:(|-]+", bare))]:
            text = bare[start:].lower().replace("_", " ")
            text = _QUARTER_WORD.sub("kwartaal", text)
            if not (_QUARTER.fullmatch(text) or _MONTH.fullmatch(text)):
                continue
            period = period_of(re.sub(r"(\d{4}) ?-?kw", r"\1kw", text))
            if period is None or len(period) != len("2019-01"):
                continue
            stem = _plain(bare[:start].rstrip("("))
            if stem[-1:].isdigit() and _MONTH.fullmatch(text):
                break  # 1 januari 2019: the day of counting of a yearly figure
            periods.named[header] = (stem, period)
            if not re.search("[a-z]", text) and stem.lower() not in doubted_stems:
                doubted_stems.add(stem.lower())
                periods.doubts.append(
                    _(
                        "the end of '{header}' is read as the month {period}",
                        header=header,
                        period=period,
                    )
                )
            break


def _years(periods: HeaderPeriods, headers: Sequence[str]) -> None:
    for header in headers:
        plain, year = without_year(header)
        if year is not None:
            periods.named[header] = (plain, year)


def _two_digits(periods: HeaderPeriods, headers: Sequence[str]) -> None:
    """'pct_19' beside 'pct_20': years, and a question; alone it is no more than a question."""
    series: dict[str, dict[str, re.Match[str]]] = defaultdict(dict)
    for header in headers:
        match = None if YEAR.search(header) else _TWO_DIGITS.fullmatch(_bare(header))
        if match is None or _year_of(match) is None:
            continue
        is_range = re.search(r"\d$", match["stem"])  # 0-14
        if not is_range and not _COUNTS.search(match["stem"]):
            series[match["stem"].lower()][header] = match
    for members in series.values():
        years = {header: str(_year_of(match)) for header, match in members.items()}
        example = next(iter(years))
        if _is_series(members, [int(year) for year in years.values()]):
            for header, match in members.items():
                periods.named[header] = (_plain(match["stem"]), years[header])
            periods.doubts.append(
                _(
                    "'{header}' is taken for {year}; when the number is no year, take the period out "
                    "and give the column its own indicator",
                    header=example,
                    year=years[example],
                )
            )
        else:
            periods.doubts.append(
                _(
                    "does '{header}' mean {year}? The number is read as a part of the name, and no "
                    "period",
                    header=example,
                    year=years[example],
                )
            )


def _is_series(members: Mapping[str, re.Match[str]], years: Sequence[int]) -> bool:
    if any(match["mark"].endswith(("'", "’")) for match in members.values()):
        return True
    several = len(set(years)) > 1 and max(years) - min(years) <= _SPAN
    bare = any(not match["stem"] for match in members.values())
    # Columns that are called 19 and 45 and no more may be anything.
    return several and (not bare or max(years) - min(years) == len(set(years)) - 1)


def _year_of(match: re.Match[str]) -> int | None:
    """The year of two digits, None for those that are rather an age: 50 to 69."""
    number = int(match["year"])
    if number < 50:
        return 2000 + number
    return 1900 + number if number >= 70 else None


def year_in(texts: Sequence[str]) -> str | None:
    """The last year that is named in ``texts`` as a year, or None; those of a range are none."""
    years = [year for text in texts for year in YEAR.findall(_NO_PERIOD.sub(" ", text))]
    return years[-1] if years else None


def without_year(header: str) -> tuple[str, str | None]:
    """A header without the year in it, and that year or None: 'Bijstand 2019 (%)' → 'Bijstand (%)', 2019.

    'Gebouwd 1919-1930' and 'na 2010' tell what is counted, and no period.
    """
    years = YEAR.findall(header)
    if len(set(years)) != 1 or _NO_PERIOD.search(header):
        return header, None
    return _plain(YEAR.sub(" ", header)), years[0]


def is_provisional(header: str) -> bool:
    """Whether a header says that its figures may still change: '2020*', '2020 (voorlopig)'."""
    plain = YEAR.sub(" ", header)
    return re.search(r"(?i)\*|\b(?:voorlopig|provisional|preliminary)", plain) is not None


def is_forecast(header: str) -> bool:
    """Whether a header says that its figures weren't measured: a forecast, an estimate ahead, a target."""
    return _FORECAST.search(header) is not None
