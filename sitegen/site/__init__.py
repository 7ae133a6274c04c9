"""From a library to the files of a site: routes, plan, views, rendering, writing."""
