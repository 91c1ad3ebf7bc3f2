"""A place on the map in words that the bot reads like any others."""

import re

from bot.centers.seats import Seats

# An address that names its county says it better than the nearest seat.
_ADDRESS = re.compile(r"[\u4e00-\u9fff]{2,12}?(省|市|州)[\u4e00-\u9fff]{1,12}?(市|县|区|旗)")


def in_words(seats: Seats, latitude: str, longitude: str, label: str) -> str:
    """The place as words: the label's address, else the nearest county; empty when unknown.

    Args:
        seats: of the counties.
        latitude: in degrees, as the platform wrote it.
        longitude: likewise.
        label: what the platform calls the place; may be empty.
    """
    if _ADDRESS.search(label):
        return label
    try:
        seat = seats.nearest(float(latitude), float(longitude))
    except ValueError:
        seat = None
    if seat is None:
        return ""
    return f"{seat.name}（{label}）" if label else seat.name
