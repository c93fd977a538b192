"""The list of a year as PDF, with the reasons per area: ``write.write_report``."""
