"""Running it for years: backups that were restored, and what is misconfigured."""
