"""Read the middle of every postcode of four figures, for distances."""

from dekkend.organisations.geodata.commands import ImportCommand
from dekkend.organisations.geodata.reading import import_postcodes


class Command(ImportCommand):
    help = "Leest in waar postcodes van vier cijfers liggen (CSV met postcode, latitude en longitude)."
    read = staticmethod(import_postcodes)
