"""`sitegen check`: what is wrong with the content and with the built site.

Reads both and changes neither; knows nothing of the command line.
"""

from sitegen.check.report import CheckReport, check

__all__ = ["CheckReport", "check"]
