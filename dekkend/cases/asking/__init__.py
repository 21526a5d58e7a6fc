"""What parents ask, and what they say is not right: who is asked, who reads it, and what came back."""
