"""The lessons of the site: Markdown by hand, in which every number comes from a function."""
