"""What the role documents say of the career: facts and their places, levels and pay, next roles, first steps."""

from gapscan.career.facts import Fact, Outside, Role, listing, load, problems
from gapscan.career.levels import SalaryBand, Standing, level_for, next_steps, salary_bands, salary_for
from gapscan.career.steps import StartingStep, StepStatus, starting_steps

__all__ = [
    "Fact",
    "Outside",
    "Role",
    "SalaryBand",
    "Standing",
    "StartingStep",
    "StepStatus",
    "level_for",
    "listing",
    "load",
    "next_steps",
    "problems",
    "salary_bands",
    "salary_for",
    "starting_steps",
]
