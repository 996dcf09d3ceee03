"""What the document cannot say of a query: its last day is not before its first. Such a query is refused, and a walk in
tests/acceptance/mistyped.rs shows it."""

import schemathesis


@schemathesis.hook
def filter_query(context, query):
    days = [query.get(name) for name in ("from", "to")] if isinstance(query, dict) else [None]
    return not all(isinstance(day, str) for day in days) or days[0] <= days[1]
