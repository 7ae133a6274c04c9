"""Feeds: papers and digests in, RSS 2.0, JSON Feed 1.1 and OPML 2.0 out.

Pure functions from data to bytes.  Nothing here knows files, configuration, routes or
the library; no clock is read, so that a feed's bytes follow from its items alone.
"""

from sitegen.feeds.items import (
    Channel,
    DigestItem,
    FeedItem,
    FeedText,
    Limits,
    first_orders,
    from_entry,
    is_day,
    paper_guid,
)
from sitegen.feeds.jsonfeed import json_feed
from sitegen.feeds.opml import Outline, opml
from sitegen.feeds.rss import digests_rss, rss
from sitegen.feeds.selection import Detail, select
from sitegen.feeds.words import Words

__all__ = [
    "Channel",
    "Detail",
    "DigestItem",
    "FeedItem",
    "FeedText",
    "Limits",
    "Outline",
    "Words",
    "digests_rss",
    "first_orders",
    "from_entry",
    "is_day",
    "json_feed",
    "opml",
    "paper_guid",
    "rss",
    "select",
]
