"""The files that `sitegen init` writes, as they are but for a few `@NAMES@`."""
