"""Every error this project raises on purpose. The text of `Refused` is safe to show to the public.

HotlineError
├── Refused      a rule said no; the message is Chinese and may be shown
├── NotFound     no such ticket, center, answer, button
├── Conflict     somebody else moved it first
├── BadData      a file under knowledge/, nlu_data/ or a setting is wrong; says where and what to do
└── Unreachable  an outside service or the database; `permanent` means trying again will not help
"""


class HotlineError(Exception):
    """Base of all errors raised on purpose."""


class Refused(HotlineError):
    """A rule said no. The message is in Chinese and safe to show."""


class NotFound(HotlineError):
    """What was asked for does not exist, or is not the caller's to see."""


class Conflict(HotlineError):
    """Somebody else changed it first."""


class BadData(HotlineError):
    """A data file or setting is wrong.

    Args:
        what: what is wrong, in English, for the operator.
        path: the file (or the setting's name), if one is to blame.
        line: its line, counted from 1, where known.
        entry: the entry's id inside the file, where known.
        remedy: what to do about it.
    """

    def __init__(
        self,
        what: str,
        *,
        path: object = None,
        line: int | None = None,
        entry: str | None = None,
        remedy: str = "",
    ) -> None:
        self.what, self.path, self.line, self.entry, self.remedy = what, path, line, entry, remedy
        where = "" if path is None else f"{path}" + (f":{line}" if line else "") + ": "
        who = f"entry '{entry}': " if entry else ""
        super().__init__(f"{where}{who}{what}" + (f" ({remedy})" if remedy else ""))


class Unreachable(HotlineError):
    """An outside service does not answer.

    Args:
        service: its name, for the log.
        why: the cause, without secrets.
        permanent: trying again will not help.
    """

    def __init__(self, service: str, why: str = "", *, permanent: bool = False) -> None:
        self.service, self.permanent = service, permanent
        super().__init__(f"{service} cannot be reached" + (f": {why}" if why else ""))
