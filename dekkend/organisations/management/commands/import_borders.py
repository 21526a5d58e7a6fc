"""Read the borders of municipalities, for the map."""

from dekkend.organisations.geodata.commands import ImportCommand
from dekkend.organisations.geodata.reading import import_borders


class Command(ImportCommand):
    help = "Leest de grenzen van gemeenten in (GeoJSON in graden), en maakt ze licht genoeg voor een kaart."
    read = staticmethod(import_borders)
