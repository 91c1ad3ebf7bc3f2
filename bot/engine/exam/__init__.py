"""The exam of the understanding: what is measured on messages nobody trains on."""
