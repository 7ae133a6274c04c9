"""Reading: the bytes of digest files in, one `Digest` out.

Knows nothing of folders, configuration files, HTML or pages.  The two doors are
`sources.group_files` (which files make one digest) and `reader.read_digest`.
"""
