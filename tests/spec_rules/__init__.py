"""What the tables of docs/spec mean: one module per page, each with RUNNERS = {table name: function}."""
