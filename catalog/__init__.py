"""What is sold: categories, products, variants, stock, photos and market days. It must not know orders."""
