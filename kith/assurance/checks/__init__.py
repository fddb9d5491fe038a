"""All checks, in the order in which an audit goes through them."""

from kith.assurance.checks import byhand, doors, pages, people, rights
from kith.assurance.checks.base import Check

ALL: dict[str, Check] = {check.key: check for part in (doors, pages, people, rights, byhand) for check in part.CHECKS}
