"""Extra support for a child: from the school's request to the award, the plan and the declaration."""
