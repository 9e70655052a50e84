"""Files that people take away: tables for a spreadsheet."""
