"""Reading: the bytes of digest files in, one `Digest` out.

Knows nothing of folders, configuration files, HTML or pages.  The two doors are
`sources.group_files` (which files make one digest) and `read_digest`.
"""

from sitegen.reading.reader import read_digest
from sitegen.reading.rules import DEFAULT_RULES, Rules, rules_from_config

__all__ = ["DEFAULT_RULES", "Rules", "read_digest", "rules_from_config"]
