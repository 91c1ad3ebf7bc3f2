"""The staff's web app. Every request goes through one gate; pages are made on the server."""
