"""The addresses for producers who change much at once: spreadsheets and the grid."""

from django.urls import URLPattern, URLResolver, path, register_converter

from catalog.spreadsheet.writing import CSV, XLSX
from catalog.views.selling import grid, sheets


class Ending:
    """How the name of a spreadsheet ends."""

    regex = f"{XLSX}|{CSV}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Ending, "sheet_ending")

urlpatterns: list[URLPattern | URLResolver] = [
    path("sell/grid/", grid.sell_grid, name="sell_grid"),
    path("sell/sheets/", sheets.sell_sheets, name="sell_sheets"),
    path("sell/sheets/template.<sheet_ending:ending>", sheets.sell_template, name="sell_template"),
    path("sell/sheets/products.<sheet_ending:ending>", sheets.sell_export, name="sell_export"),
    path("sell/sheets/<int:pk>/", sheets.sell_sheet, name="sell_sheet"),
    path("sell/sheets/<int:pk>/application/", sheets.sell_sheet_application, name="sell_sheet_application"),
    path("sell/sheets/<int:pk>/removal/", sheets.sell_sheet_drop, name="sell_sheet_drop"),
    path("sell/sheets/<int:pk>/submission/", sheets.sell_sheet_submission, name="sell_sheet_submission"),
    path("sell/sheets/<int:pk>/result.xlsx", sheets.sell_sheet_result, name="sell_sheet_result"),
]
