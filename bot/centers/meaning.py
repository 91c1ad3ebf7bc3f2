"""What one name can mean, and how sure it is."""

from dataclasses import dataclass, field

from bot.centers.place import Sense


@dataclass
class Meaning:
    """What one name can mean.

    `sure`: always. `shared`: together with other places. `weak` names are everyday words too and
    count only where the words around them speak of a place. `beside`: only right after the place
    it lies in (常德太平镇: three towns have that name).
    """

    sure: list[Sense] = field(default_factory=list)
    shared: list[Sense] = field(default_factory=list)
    beside: list[Sense] = field(default_factory=list)
    weak: bool = False
    town: bool = False

    def senses(self) -> tuple[Sense, ...]:
        """The different places meant, the vaguer ones left out where a county is named too."""
        pool = self.sure or self.shared or self.beside
        if self.sure and any(s.prefecture != self.sure[0].prefecture for s in self.shared):
            pool = self.sure + self.shared
        return tuple(dict.fromkeys(s for s in pool if not _vaguer(s, pool)))


def _vaguer(sense: Sense, pool: list[Sense]) -> bool:
    return (
        sense.county is None
        and sense.outside is None
        and any(other.prefecture == sense.prefecture and other.county for other in pool)
    )
