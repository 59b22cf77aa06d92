"""Virtual trials: people drawn from a latent population, observed by diary day, analysed as trials are.

``design`` says what a trial is, ``population`` what people are like, ``kernels`` simulates their days, ``counts`` and
``analysis`` summarise them, ``comparison`` puts virtual beside published figures. Nothing is loaded here, so that
reading a design needs neither numpy nor numba.
"""
