"""From bytes to blocks: HTML, PDF and Office text. May import config and store."""
