"""The revisions, each named after its place and what it adds. A revision that was released is never changed."""
