"""`sitegen serve`: build, serve on loopback, watch, rebuild, reload the browser.

The build is a function that is handed in; nothing here knows how a site is made.
"""

from sitegen.serve.session import serve

__all__ = ["serve"]
