"""The arrangements of a partnership in a school year, as data: `definitions/arrangements/`."""

from dekkend.cases.catalogue.kinds import (
    AFTER,
    PERIODS,
    Amount,
    Catalogue,
    Criterion,
    Kind,
    NotNeeded,
    Paper,
    Retention,
    Review,
    Words,
)
from dekkend.cases.catalogue.reading import catalogue_files, catalogue_from_dict, read_catalogue

__all__ = [
    "AFTER",
    "PERIODS",
    "Amount",
    "Catalogue",
    "Criterion",
    "Kind",
    "NotNeeded",
    "Paper",
    "Retention",
    "Review",
    "Words",
    "catalogue_files",
    "catalogue_from_dict",
    "read_catalogue",
]
