"""The rules of the custodian's shift: who answers for the racks, and how that changes hands."""
