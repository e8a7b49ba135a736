"""Pure rules of assessments: what a scheme must hold, what evidence is worth, and how long a grade stands."""
