"""What docs/spec/diary-days.md does not cover."""

from interictal.diary import Day, Status
from support.diaries import MONDAY


def test_the_two_questions_of_a_day() -> None:
    answers = {
        status: (day.recorded, day.headache) for status in Status for day in [Day(diary_date=MONDAY, status=status)]
    }
    assert answers == {
        Status.HEADACHE: (True, True),
        Status.NO_HEADACHE: (True, False),
        Status.NOT_RECORDED: (False, None),
    }
