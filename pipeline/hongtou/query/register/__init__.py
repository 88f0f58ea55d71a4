"""The register as a file (责任清单): CSV, a workbook, a calendar."""

from hongtou.query.register.calendar_file import calendar_of
from hongtou.query.register.csv_file import write_csv
from hongtou.query.register.workbook import write_workbook

__all__ = ["calendar_of", "write_csv", "write_workbook"]
