"""The register as a file (责任清单): CSV, a workbook, a calendar.

Nothing is imported here: who writes CSV need not load the library of workbooks.
"""
