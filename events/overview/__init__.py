"""The calendar as its readers look at it: dates by day, by month, and over everybody's hours."""
