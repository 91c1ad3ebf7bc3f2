"""What a place is: a prefecture or county of Hunan, somewhere outside, or several at once."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sense:
    """One place a name can mean. Outside Hunan `outside` reads 浙江省/义乌市, 广东省 or 美国."""

    prefecture: str | None = None
    county: str | None = None
    outside: str | None = None


@dataclass(frozen=True)
class Place:
    """A place named in a text at [start, end).

    `ambiguous` lists what the name can mean when that is more than one place; the three fields
    before it are then empty. `split` is where the county's name begins in 「岳阳平江」.
    """

    text: str
    start: int
    end: int
    prefecture: str | None = None
    county: str | None = None
    outside: str | None = None
    ambiguous: tuple[Sense, ...] = ()
    split: int | None = None

    @property
    def sense(self) -> Sense:
        return Sense(self.prefecture, self.county, self.outside)


@dataclass(frozen=True)
class Region:
    """Where somebody or something is, as far as a person's words tell.

    All empty: not known. `also` holds further, different places named in the same words.
    """

    prefecture: str | None = None
    county: str | None = None
    outside: str | None = None
    ambiguous: tuple[Sense, ...] = ()
    raw: str = ""
    also: tuple["Region", ...] = ()

    @property
    def known(self) -> bool:
        return self.prefecture is not None or self.outside is not None


def region_of(place: Place) -> Region:
    return Region(place.prefecture, place.county, place.outside, place.ambiguous, place.text)


def differs(region: Region, other: Region) -> bool:
    """Whether two regions are different places, not one named twice or more exactly."""
    if region.prefecture or other.prefecture:
        return region.prefecture != other.prefecture
    return (region.outside, region.ambiguous) != (other.outside, other.ambiguous)
