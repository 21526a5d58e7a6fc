"""What extra support brought: how an award is evaluated, and figures that count and never show a child."""
