"""Reading: the bytes of digest files in, one `Digest` out.

Knows nothing of folders, configuration files, HTML or pages.
"""

from sitegen.reading.reader import read_digest
from sitegen.reading.rules import DEFAULT_RULES, Rules, rules_from_config
from sitegen.reading.sources import Group, group_files, is_candidate

__all__ = [
    "DEFAULT_RULES",
    "Group",
    "Rules",
    "group_files",
    "is_candidate",
    "read_digest",
    "rules_from_config",
]
