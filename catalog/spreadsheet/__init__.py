"""Spreadsheets of listings: what stands in them, how they are read and written, checked as a dry run, and applied.

Knows nothing of pages. `columns` says what a cell means, `reading` and `writing` speak CSV and XLSX, `book` holds what
a producer offers, `planning` finds what a row would change; `sending`, `checking` and `applying` are the deeds.
"""
