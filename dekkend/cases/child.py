"""The child that a case is about, as it comes out of the vault."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Child:
    """`group` as schools say it: "1" to "8", or a class of special education."""

    first_name: str
    last_name: str
    born_on: date
    group: str

    @classmethod
    def of(cls, kept: dict[str, str]) -> "Child":
        return cls(**kept | {"born_on": date.fromisoformat(kept["born_on"])})  # type: ignore[arg-type]

    def is_same_as(self, other: "Child") -> bool:
        """Whatever group it is in now, and however the capitals were typed."""
        return (self.name.casefold(), self.born_on) == (other.name.casefold(), other.born_on)

    def kept(self) -> dict[str, str]:
        """As JSON can hold it."""
        return vars(self) | {"born_on": self.born_on.isoformat()}

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def initials(self) -> str:
        """As lists show the child: "K.B.", "S.v.D."."""
        return "".join(f"{word[0]}." for word in self.name.split())
