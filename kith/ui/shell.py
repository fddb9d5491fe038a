"""What the frame of a page needs to know. The views fill it; the frame draws it and decides nothing."""

from dataclasses import dataclass, field

_DOCK = ("home", "knowledge")
_PARTNERS = "partnerships"


@dataclass(frozen=True, slots=True)
class Area:
    """One of the areas in the rail. `need` is how many things in it wait for this person."""

    key: str
    label: str
    icon: str
    href: str
    need: int = 0
    apart: bool = False  # a gap above it, as above Admin


@dataclass(frozen=True, slots=True)
class PartnerLink:
    """A partner this person may see."""

    name: str
    initials: str
    href: str


@dataclass(frozen=True, slots=True)
class Nav:
    """All the frame shows beside the page itself: the one context variable `nav`."""

    areas: list[Area]
    partners: list[PartnerLink]
    person_name: str
    organisation_name: str
    home_url: str
    copies_url: str  # which copies of others' texts the browser may keep
    search_url: str
    suggest_url: str
    query: str
    account_url: str
    sign_out_url: str
    switch_url: str | None
    inbox_url: str
    inbox_count: int
    add_url: str = ""
    current: str = ""
    person_side: str = "o"
    dock_keys: tuple[str, ...] = field(default=_DOCK)

    @property
    def dock_before(self) -> list[Area]:
        """The areas left of Add in the phone's dock."""
        return [area for key in self.dock_keys for area in self.areas if area.key == key]

    @property
    def dock_after(self) -> list[Area]:
        """The areas right of Add in the phone's dock."""
        return [area for area in self.areas if area.key == _PARTNERS]

    @property
    def rest(self) -> list[Area]:
        """The areas that the phone keeps under More."""
        shown = {*self.dock_keys, _PARTNERS}
        return [area for area in self.areas if area.key not in shown]

    @property
    def rest_need(self) -> int:
        """How many things wait under More."""
        return sum(area.need for area in self.rest)

    @property
    def rest_keys(self) -> list[str]:
        """The keys under More, so that the dock can show that the page is one of them."""
        return [area.key for area in self.rest]
