"""Notices that arrive: what is owed is a row of the transaction that owes it, and a worker sends it afterwards."""
