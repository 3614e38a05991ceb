"""The commons that every other package stands on: people, the co-operative, places, money, the ledger, notices,
pictures and the design system. It must not know producers, products or orders."""
