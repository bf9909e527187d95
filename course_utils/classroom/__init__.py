"""Graded assignments for a class: release, intake, sandbox, judge, records, feedback and export."""
