"""Extra support for a child: request, consent, committee, decision, plan. What is about a child is sealed."""
