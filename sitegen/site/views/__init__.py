"""Views: from a page's arguments to what its template sees.

Pure functions of plain arguments and of the typeset entries that these name; they run
in any process.  `VIEWS` maps the name of a view to its function; `Desk` holds what all
of them need.
"""

from sitegen.site.views.desk import Desk, Job
from sitegen.site.views.table import render_job

__all__ = ["Desk", "Job", "render_job"]
