"""What may be expected: a population with and without toxin, virtual trials, one patient's coming weeks.

``interictal.forecast.trials`` simulates trials from a latent population; ``interictal.forecast.patient`` learns one
patient's days and looks ahead. Nothing heavy is loaded here: each part is imported by whoever computes with it.
"""
