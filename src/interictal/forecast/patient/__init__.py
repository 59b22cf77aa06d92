"""One patient's coming weeks: learnt from each diary day, with intervals, scored against naive forecasts.

``outlook.forecast`` looks ahead, ``backtest.backtest`` tries it on the past of many patients, ``estimation.estimate``
fits the daily parameters. numpy is loaded by these modules, not here. docs/patient-forecast.md explains the model.
"""
