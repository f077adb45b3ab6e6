"""From a page to Markdown, HTML and PDF, and from figures to JSON; renderers decide nothing."""
