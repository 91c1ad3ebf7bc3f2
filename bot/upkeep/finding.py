"""One thing that the doctor looked at."""

from dataclasses import dataclass

OK, WARN, FAIL = "ok", "WARN", "FAIL"


@dataclass(frozen=True)
class Finding:
    """One thing looked at: `ok`, `WARN` (works, but look) or `FAIL` (has to be mended)."""

    level: str
    what: str
    do: str = ""

    def __str__(self) -> str:
        return f"{self.level:4} {self.what}" + (f" → {self.do}" if self.do else "")
