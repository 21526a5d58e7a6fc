"""All that `organisations/geography.py` knows, from the database."""

from django.db.models import Avg
from django.db.models.functions import Left

from dekkend.organisations.geography import Gazetteer, Point
from dekkend.organisations.models import PostcodeArea, Site


def read_gazetteer() -> Gazetteer:
    """Where every postcode and town lies, as the last import left it. Three queries."""
    lying = Site.objects.filter(latitude__isnull=False, closed_on=None).order_by()
    areas = PostcodeArea.objects.values_list("figures", "latitude", "longitude")
    streets = lying.values(figures=Left("postcode", 4)).annotate(y=Avg("latitude"), x=Avg("longitude"))
    towns: dict[str, tuple[tuple[str, str, Point], ...]] = {}
    middles = lying.values("city", "province").annotate(y=Avg("latitude"), x=Avg("longitude"))
    for row in middles.order_by("province", "city"):
        town = (row["city"], row["province"], (row["y"], row["x"]))
        towns[row["city"].casefold()] = (*towns.get(row["city"].casefold(), ()), town)
    return Gazetteer(
        {figures: (y, x) for figures, y, x in areas},
        {row["figures"]: (row["y"], row["x"]) for row in streets},
        towns,
    )
