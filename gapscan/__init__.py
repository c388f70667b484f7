"""gapscan: what a résumé lacks for a job, most important first, with the line behind every point."""

__version__ = "0.1.0"
