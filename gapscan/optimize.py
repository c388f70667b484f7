"""Two small exact questions in whole numbers: which few options cover most, and which gaps are the fewest to close.

Weights and efforts are integers, so ties are ties and the answer is the same on every machine. Small questions are
enumerated and import no solver; larger ones are mixed-integer programs (``scipy.optimize.milp``, HiGHS inside) whose
answers are checked in whole numbers. Both ways are proven equal in the tests.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import gcd

# Effort of a thing: how many of its parts have no known figure, then the sum of the known ones.
Effort = tuple[int, int]
NO_EFFORT: Effort = (0, 0)
# Up to here a subset of gaps is searched directly (65 ms at worst, where importing the solver costs 600).
MOST_ENUMERATED = 30
# Options above this number in one answer go to the solver.
_MOST_CHOSEN = 3


@dataclass(frozen=True, slots=True)
class Option:
    """Something that covers gaps: bit ``i`` of ``covers`` is gap ``i``; ``chain`` are the ids to be done before."""

    id: str
    covers: int
    chain: tuple[str, ...] = ()


def plus(one: Effort, other: Effort) -> Effort:
    """Return the sum of two efforts."""
    return one[0] + other[0], one[1] + other[1]


def effort_of(chosen: Sequence[Option], efforts: Mapping[str, Effort]) -> Effort:
    """Return the effort of some options with their chains, each thing counted once."""
    total = NO_EFFORT
    for identifier in {name for option in chosen for name in (option.id, *option.chain)}:
        total = plus(total, efforts[identifier])
    return total


def weight_of(weights: Sequence[int], mask: int) -> int:
    """Return the weight of the gaps in a mask."""
    total = 0
    while mask:
        low = mask & -mask
        total += weights[low.bit_length() - 1]
        mask ^= low
    return total


# --- covering ----------------------------------------------------------------------------------


def best_cover(
    weights: Sequence[int], options: Sequence[Option], efforts: Mapping[str, Effort], *, most: int = _MOST_CHOSEN
) -> tuple[str, ...]:
    """Choose the options that cover most weight; then the fewest, then the least effort, then the first by id.

    Args:
        weights: Weight of each gap, 0 or more.
        options: What may be chosen; ids are unique.
        efforts: Effort of every option and of everything in a chain.
        most: How many may be chosen.

    Returns:
        Ids in order; empty when no option covers any weight.
    """
    if most > _MOST_CHOSEN:
        return cover_by_program(weights, options, efforts, most=most)
    useful = undominated([o for o in options if weight_of(weights, o.covers) > 0], efforts)
    useful.sort(key=lambda o: (-weight_of(weights, o.covers), efforts[o.id], o.id))
    return _Cover(weights, useful, efforts, most).best[-1]


def undominated(options: Sequence[Option], efforts: Mapping[str, Effort]) -> list[Option]:
    """Return the options that no other one beats: covers as much or more for less effort, or as much with a smaller id.

    An option that others need first is kept, since it may cost nothing beside them; so is whatever only an option with
    a chain would beat.
    """
    needed = {name for option in options for name in option.chain}
    rivals = [(option, (efforts[option.id], option.id)) for option in options if not option.chain]

    def is_beaten(option: Option) -> bool:
        rank = (efforts[option.id], option.id)
        return any(option.covers & ~rival.covers == 0 and better < rank for rival, better in rivals)

    return [option for option in options if option.id in needed or not is_beaten(option)]


@dataclass(slots=True)
class _Cover:
    """The search for a cover: options by falling weight, then rising effort.

    A branch ends when even the heaviest that are left can't catch up, or catch up only with more effort.
    """

    weights: Sequence[int]
    options: Sequence[Option]
    efforts: Mapping[str, Effort]
    most: int
    gains: list[int] = field(init=False)
    # Without chains the effort of a set is the sum of its parts, so it can be bounded.
    adds_up: bool = field(init=False)
    # Weight with its sign turned, number, effort, ids: the smallest is the best.
    best: tuple[int, int, Effort, tuple[str, ...]] = (0, 0, NO_EFFORT, ())

    def __post_init__(self) -> None:
        self.gains = [weight_of(self.weights, option.covers) for option in self.options]
        self.adds_up = not any(option.chain for option in self.options)
        self._extend(0, (), 0, 0, NO_EFFORT)

    def _extend(self, start: int, chosen: tuple[Option, ...], covered: int, won: int, spent: Effort) -> None:
        room = self.most - len(chosen)
        for index in range(start, len(self.options)):
            if self._is_hopeless(index, room, won, spent):
                break
            option = self.options[index]
            fresh = option.covers & ~covered
            if not fresh:
                continue
            more = won + weight_of(self.weights, fresh)
            longer = (*chosen, option)
            effort = effort_of(longer, self.efforts)
            if (-more, len(longer)) <= self.best[:2]:
                ids = tuple(sorted(one.id for one in longer))
                self.best = min(self.best, (-more, len(longer), effort, ids))
            if room > 1:
                self._extend(index + 1, longer, covered | fresh, more, effort)

    def _is_hopeless(self, index: int, room: int, won: int, spent: Effort) -> bool:
        most = won + room * self.gains[index]
        if most != -self.best[0]:
            return most < -self.best[0]
        # Only a full set of equals of this option could still tie; they come by rising effort.
        each = self.efforts[self.options[index].id]
        least = plus(spent, (room * each[0], room * each[1]))
        return self.adds_up and (self.most, least) > self.best[1:3]


# --- reaching a target -------------------------------------------------------------------------


def smallest_set(gains: Sequence[int], efforts: Sequence[int], need: int) -> tuple[int, ...] | None:
    """Choose the gaps that together gain enough: the fewest, then the least effort, then those that stand first.

    Args:
        gains: Gain of each gap, 0 or more.
        efforts: Effort of each gap, 0 or more.
        need: Gain to reach.

    Returns:
        Positions in order; empty when nothing is needed, None when all gaps together do not reach it.
    """
    if need <= 0:
        return ()
    if sum(gains) < need:
        return None
    # With equal cost a gap the largest gains are the fewest: this part is exact without search.
    number, reached = 0, 0
    for gain in sorted(gains, reverse=True):
        number, reached = number + 1, reached + gain
        if reached >= need:
            break
    if len(gains) > MOST_ENUMERATED:
        solved = set_by_program(gains, efforts, need, number)
        if solved is not None:
            return solved
    return _enumerated(gains, efforts, need, number)


def _enumerated(gains: Sequence[int], efforts: Sequence[int], need: int, number: int) -> tuple[int, ...]:
    """Search subsets of a given size in order; a later one must be better to win, so the first of equals stays."""
    size = len(gains)
    most = [_sums(sorted(gains[start:], reverse=True)) for start in range(size + 1)]
    least = [_sums(sorted(efforts[start:])) for start in range(size + 1)]
    best: tuple[int, tuple[int, ...]] | None = None

    def extend(start: int, chosen: tuple[int, ...], won: int, spent: int) -> None:
        nonlocal best
        room = number - len(chosen)
        if room == 0:
            if won >= need and (best is None or spent < best[0]):
                best = (spent, chosen)
            return
        for index in range(start, size - room + 1):
            if won + most[index][room] < need or (best is not None and spent + least[index][room] >= best[0]):
                return
            extend(index + 1, (*chosen, index), won + gains[index], spent + efforts[index])

    extend(0, (), 0, 0)
    assert best is not None
    return best[1]


def _sums(values: Sequence[int]) -> list[int]:
    sums = [0]
    for value in values:
        sums.append(sums[-1] + value)
    return sums


# --- programs ----------------------------------------------------------------------------------


def set_by_program(
    gains: Sequence[int], efforts: Sequence[int], need: int, number: int
) -> tuple[int, ...] | None:
    """Answer ``smallest_set`` for a known number of gaps as a mixed-integer program.

    Gaps of equal gain and effort are alike, so one whole number a kind says how many of it are taken. The effort is
    made as small as can be, then the gaps are taken in order as far as that effort allows.

    Returns:
        Positions in order; None when the solver's answer does not hold in whole numbers.
    """
    kinds: dict[tuple[int, int], list[int]] = {}
    for position, kind in enumerate(zip(gains, efforts, strict=True)):
        kinds.setdefault(kind, []).append(position)
    # Small whole numbers keep the solver's tolerance (1e-6) far below one unit.
    unit = gcd(*gains) or 1
    model = _Model(len(kinds), [len(positions) for positions in kinds.values()])
    model.add([gain // unit for gain, _ in kinds], low=-(-need // unit))
    model.add([1] * len(kinds), low=number, high=number)
    spending = [effort for _, effort in kinds]
    spent = model.minimise(spending)
    if spent is None:
        return None
    model.add(spending, high=spent)
    counts = _in_order(model, [list(kinds).index(kind) for kind in zip(gains, efforts, strict=True)])
    taken = zip(counts, kinds.values(), strict=True)
    chosen = tuple(sorted(position for count, positions in taken for position in positions[:count]))
    holds = len(chosen) == number and sum(gains[p] for p in chosen) >= need and sum(efforts[p] for p in chosen) == spent
    return chosen if holds else None


def _in_order(model: _Model, sequence: Sequence[int]) -> list[int]:
    """Take variables one by one in a sequence wherever the rest still allows it, and return how often each is taken.

    The last answer is a witness: what it takes anyway need not be asked for. A variable that can't be raised once
    can't be raised later.
    """
    counts = [0] * model.size
    closed: set[int] = set()
    nothing = [0] * model.size
    for variable in sequence:
        if variable in closed:
            continue
        model.low[variable] = counts[variable] + 1
        if counts[variable] < model.answer[variable] or model.minimise(nothing) is not None:
            counts[variable] += 1
            continue
        model.low[variable] = model.high[variable] = counts[variable]
        closed.add(variable)
    return counts


def cover_by_program(
    weights: Sequence[int], options: Sequence[Option], efforts: Mapping[str, Effort], *, most: int = _MOST_CHOSEN
) -> tuple[str, ...]:
    """Answer ``best_cover`` as a mixed-integer program, one aim after the other: the way for more than three."""
    gaps = [i for i, weight in enumerate(weights) if weight and any(o.covers >> i & 1 for o in options)]
    if not gaps:
        return ()
    ordered = sorted(options, key=lambda o: o.id)
    needed = sorted({name for option in ordered for name in (option.id, *option.chain)})
    # Variables: option chosen, gap covered, thing to be done.
    first_gap, first_need = len(ordered), len(ordered) + len(gaps)
    model = _Model(first_need + len(needed), [1] * (first_need + len(needed)))
    place = {name: first_need + number for number, name in enumerate(needed)}
    model.add(model.row(dict.fromkeys(range(len(ordered)), 1)), high=most)
    for number, gap in enumerate(gaps):
        covering = dict.fromkeys((n for n, option in enumerate(ordered) if option.covers >> gap & 1), 1)
        model.add(model.row({**covering, first_gap + number: -1}), low=0)
    for number, option in enumerate(ordered):
        for name in (option.id, *option.chain):
            model.add(model.row({place[name]: 1, number: -1}), low=0)
    aims: list[dict[int, int]] = [
        {first_gap + number: -weights[gap] for number, gap in enumerate(gaps)},
        dict.fromkeys(range(len(ordered)), 1),
        {place[name]: efforts[name][0] for name in needed},
        {place[name]: efforts[name][1] for name in needed},
    ]
    for aim in aims:
        unit = gcd(*aim.values()) or 1
        row = model.row({variable: value // unit for variable, value in aim.items()})
        reached = model.minimise(row)
        assert reached is not None
        model.add(row, high=reached)
    taken = _in_order(model, range(len(ordered)))
    return tuple(option.id for number, option in enumerate(ordered) if taken[number])


class _Model:
    """A program in whole numbers that is solved several times, each time with one more condition.

    ``answer`` holds the variables as they were last solved, ``low`` and ``high`` their bounds.
    """

    def __init__(self, size: int, high: Sequence[int]) -> None:
        self.size = size
        self.low = [0] * size
        self.high = list(high)
        self.answer = [0] * size
        self._rows: list[list[int]] = []
        self._bounds: list[tuple[float, float]] = []

    def row(self, values: Mapping[int, int]) -> list[int]:
        """Return a row of coefficients, 0 where none is given."""
        return [values.get(variable, 0) for variable in range(self.size)]

    def add(self, row: Sequence[int], *, low: float = float("-inf"), high: float = float("inf")) -> None:
        """Add the condition low <= row · x <= high; half a unit of slack absorbs the solver's tolerance."""
        self._rows.append(list(row))
        self._bounds.append((low - 0.5, high + 0.5))

    def minimise(self, aim: Sequence[int]) -> int | None:
        """Return the least value of an aim in whole numbers; None when the conditions can't be met."""
        # scipy costs a third of a second to import; a plain scan never comes here.
        from numpy import array, ones
        from scipy.optimize import Bounds, LinearConstraint, milp

        conditions = LinearConstraint(array(self._rows, dtype=float), *zip(*self._bounds, strict=True))
        result = milp(
            array(aim, dtype=float), integrality=ones(self.size), bounds=Bounds(self.low, self.high),
            constraints=conditions, options={"mip_rel_gap": 0.0},
        )  # fmt: skip
        if result.x is None:
            return None
        self.answer = [round(float(x)) for x in result.x]
        return sum(value * x for value, x in zip(aim, self.answer, strict=True))
