"""The report of an edition: facts, sentences, pictures, pages."""

from wijkwerk.monitor.editions.report.write import write_reports

__all__ = ["write_reports"]
