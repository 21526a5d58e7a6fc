"""The plan for a child (opp, WPO 40a): when it is due, what it needs before it holds, how it is renewed."""
