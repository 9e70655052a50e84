"""Files that people take away: reports in every format from one model, and tables for a spreadsheet.

`building` turns facts (queries.report_facts) into a `model.Report`, `pictures` draws its pictures as SVG, `formats`
writes it. None of them reads a database.
"""
