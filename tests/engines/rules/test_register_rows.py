"""What a case says by the way it is written: whom a penalty is about, and what kind of body recommends."""

from zhinan.engines.rules.register_rows import with_subjects
from zhinan.engines.vocabulary import State

UNKNOWN: dict = {}


def told(cells: dict) -> dict:
    found = with_subjects({"integrity": State.known([{"id": "r1", "cells": cells}])})
    return found["integrity"].value[0]["cells"]


def test_a_row_with_a_number_alone_is_about_a_person():
    assert told({"id_number": {"value": "P1"}})["uscc"] == {"none": True}


def test_a_row_with_a_code_alone_is_about_an_organisation():
    assert told({"uscc": {"value": "91"}})["id_number"] == {"none": True}


def test_what_stands_there_stays():
    blank = {"uscc": {"blank": True}, "id_number": {"value": "P1"}}

    assert told(blank) == blank
    assert told(UNKNOWN) == UNKNOWN


def test_a_case_without_the_register_stays_without():
    assert with_subjects({}) == {}
