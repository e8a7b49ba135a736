"""The faces for staff: inbox, matter page, sorting desk, whistles, the street."""
