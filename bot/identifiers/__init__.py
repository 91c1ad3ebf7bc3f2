"""Numbers people give: phones, rights, papers, tickets. Checked one by one, or found in free text.

A failed check means "please look again", never "it is false": papers are often miscopied.
"""

from bot.identifiers.checked import Checked, Found
from bot.identifiers.contact import check_email, check_phone
from bot.identifiers.papers import check_credit_code, check_id_no
from bot.identifiers.rights import check_patent_no, check_trademark_no
from bot.identifiers.search import find_identifiers
from bot.identifiers.ticket import TICKET_ALPHABET, check_ticket_no, ticket_check_char

__all__ = [
    "TICKET_ALPHABET",
    "Checked",
    "Found",
    "check_credit_code",
    "check_email",
    "check_id_no",
    "check_patent_no",
    "check_phone",
    "check_ticket_no",
    "check_trademark_no",
    "find_identifiers",
    "ticket_check_char",
]
