"""A player: a body, an instrument, and arms that follow the hands."""

from counterpoint.stage import people
from counterpoint.stage.drawing import INSTRUMENTS
from counterpoint.stage.drawing.geometry import Placement, elbow, turned
from counterpoint.stage.drawing.instrument import Hands
from counterpoint.stage.drawing.pen import Group, Limb, Pen
from counterpoint.stage.drawing.styles import Style, darker
from counterpoint.stage.motion import REST, Beat

SIT = 0.13
"""By how much a seated player's upper body is lower."""
SHOULDERS = (-0.165 - 1.02j, 0.165 - 1.02j)
HIPS = -0.6j
SWAY = 1.6
"""Degrees by which a playing body sways."""


class Figure:
    """A player with an instrument, drawn into a group and moved from frame to frame.

    Parameters
    ----------
    parent
        What it is drawn into.
    style
        How it is painted.
    instrument, look
        Whom to draw: a name of `vocabulary.INSTRUMENTS`, and any number.
    """

    def __init__(self, parent: Group, style: Style, instrument: str, look: int) -> None:
        self.group = Group(parent)
        self.held = held = INSTRUMENTS[instrument]
        self.look = person = people.Look.of(look, held.tone)
        self._last: Beat | None = None
        root = Pen(self.group, style)
        root.oval(0, 0.0, 0.34, 0.035, "#1c1420", 0.22)
        if held.behind:
            held.behind(root, look)
        self._back = Group(self.group)
        people.hair_behind(Pen(self._back, style), person)
        people.legs(root, person, held.seated)
        self._upper = Group(self.group)
        pen = Pen(self._upper, style)
        people.torso(pen, person)
        people.head(pen, person)
        sleeves = [darker(person.shirt, 0.12), darker(person.shirt, 0.12)]
        arm_right = Limb(self.group, style, 0.085, sleeves[1]) if held.under else None
        hand_right = Group(self.group) if held.under else None
        self._thing = Group(self.group)
        held.draw(Pen(self._thing, style), look)
        self._within = held.moving(Pen(self._thing, style), look) if held.moving else None
        self._arms = (
            Limb(self.group, style, 0.085, sleeves[0]),
            arm_right or Limb(self.group, style, 0.085, sleeves[1]),
        )
        self._tools: list[Group | None] = []
        for tool in (held.left_tool, held.right_tool):
            group = Group(self.group) if tool else None
            if tool and group:
                tool(Pen(group, style), look)
            self._tools.append(group)
        self._hands = (Group(self.group), hand_right or Group(self.group))
        for hand in self._hands:
            Pen(hand, style).dot(0, 0, 0.05, person.skin)

    def show(self, beat: Beat) -> None:
        """Move to what the player does at a moment."""
        if beat == self._last:
            return
        self._last = beat
        held = self.held
        up = beat.up
        sunk = Placement(complex(0, SIT)) if held.seated else Placement()
        body = turned(HIPS, SWAY * beat.sway)
        body = sunk @ Placement(body.at + complex(0, 0.018 * beat.stroke - 0.012 * up), body.angle)
        base = Placement() if held.stands else body
        thing = held.play if held.rest is None else held.rest.towards(held.play, up)
        thing = base @ thing @ turned(held.pivot, held.nod * beat.side)
        self._upper.place(body)
        self._back.place(body)
        self._thing.place(thing)
        if self._within:
            self._within(beat)
        playing = _placed(held.reach(beat), thing)
        resting = playing
        if up < 1:
            resting = _placed(held.rest_hands, base) if held.rest_hands else _placed(held.reach(REST), thing)
        for side in (0, 1):
            hand = resting.at[side] + (playing.at[side] - resting.at[side]) * up
            shoulder = body(SHOULDERS[side])
            self._arms[side].bend([shoulder, elbow(shoulder, hand, held.bend, 2 * side - 1), hand])
            self._hands[side].place(Placement(hand))
            tool = self._tools[side]
            if tool:
                angle = resting.angles[side] + (playing.angles[side] - resting.angles[side]) * up
                tool.place(Placement(hand, angle))


def _placed(hands: Hands, base: Placement) -> Hands:
    return Hands(
        base(hands.left), base(hands.right), hands.left_angle + base.angle, hands.right_angle + base.angle
    )
