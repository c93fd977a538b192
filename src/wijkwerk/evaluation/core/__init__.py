"""The rules of an evaluation: functions of arrays of areas by periods."""
