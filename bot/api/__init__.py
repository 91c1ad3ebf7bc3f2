"""The JSON API for a city's own case system: tickets read, moves made (`/api/v1`)."""
