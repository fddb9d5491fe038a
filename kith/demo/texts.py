"""What the demo's firms know."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """One page: its key, title, kind, text, classification, and the key of the page above it."""

    key: str
    title: str
    text: str
    kind: str = "howto"
    level: int = 2
    above: str | None = None


VOLUTES = (
    Page(
        "vent",
        "Pour the volute at 1,385 °C and vent the core",
        """The gas comes from the core, not from the metal. It collects at the tongue of the volute. Drill a 3 mm vent
through the core print and pour at 1,385 °C, and porosity there all but goes.

## What we tried

Hotter metal alone made things worse. Venting alone helped. Both together held for four months.

| Trial | Pour, °C | Core vent | Castings | Failed leak test |
|---|---|---|---|---|
| As before | 1,360 | None | 412 | 32 (7.8 %) |
| Hotter | 1,410 | None | 60 | 7 (11.7 %) |
| Vent only | 1,360 | 3 mm | 60 | 3 (5.0 %) |
| **Vent and 1,385** | 1,385 | 3 mm | 436 | **17 (3.9 %)** |

## How to do it

1. Drill the core print 3 mm through before drying. Use jig `JG-0417`, not a hand drill.
2. Dry the core at 180 °C for 40 minutes.
3. Pour between 1,380 and 1,390 °C. Below that the tongue fills late.

> Does not hold for the bronze TS-60. Nobody has tried it there yet.
""",
        kind="lesson",
    ),
    Page(
        "drying",
        "Core drying and storage",
        "Dry at 180 °C for 40 minutes, let it cool in the rack, and pour within 24 hours. A core that stood over a "
        "weekend is dried again: it has drawn water.",
        above="vent",
    ),
    Page(
        "leak",
        "Why we leak-test every volute at 6 bar",
        "Sampling missed one leak in nine. Testing each casting takes four minutes and found all of them in the trial. "
        "We stop testing each when 500 in a row pass.",
        kind="article",
    ),
    Page("spec", "Casting specification CS-12", "Wall 11 mm ± 0.5, tongue radius 4 mm, leak test 6 bar for 3 minutes."),
    Page(
        "gate", "Where the gate belongs", "On the flange side, never at the tongue: the last metal must not meet there."
    ),
    Page(
        "sand",
        "Sand that gives up its gas",
        "Keep the loss on ignition of core sand under 2.5 %. Ask for the sheet with each load.",
    ),
    Page(
        "log",
        "How to read the pour log",
        "Temperature is taken at the lip, not in the ladle. Between the two lie 15 to 25 °C.",
    ),
    Page(
        "fettle",
        "Fettling the tongue",
        "Grind along the flow, never across. A scratch across starts cavitation within a season.",
    ),
    Page(
        "repair",
        "What may be repaired by welding",
        "Flanges yes, the tongue never. A welded tongue cracked on 3 of 4 pumps.",
        kind="lesson",
    ),
    Page(
        "pattern",
        "Pattern care",
        "Seal the wood twice a year. Measure the core print each month: it wears 0.1 mm in about 300 castings.",
    ),
    Page(
        "photo",
        "How to photograph a pore",
        "Cut, etch, light from the side, put a scale beside it, and write the casting's number into the picture.",
    ),
    Page(
        "first",
        "The first casting of a shift",
        "It is always cold. Pour it as a test block, not as a volute.",
        kind="lesson",
    ),
)
SEALS = (
    Page(
        "gap",
        "Setting the seal gap on the TS-40",
        "0.25 mm cold, checked with the blade on four sides. Warm it closes to 0.18 mm.",
        level=1,
    ),
    Page(
        "grease",
        "Which grease for which bearing",
        "Lithium for the TS-40, never for the TS-60: its seals swell.",
        level=1,
    ),
    Page(
        "balance",
        "Impeller balance, our own method",
        "Two planes, 630 rpm, correct by drilling at the back shroud only.",
        level=4,
    ),
)
POUR_LOGS = (
    Page(
        "line2",
        "Line 2 pour log, how we keep it",
        "One row a ladle: number, lip temperature, time, who poured. Photos of the sheet on Fridays.",
    ),
    Page(
        "melt",
        "Our melt practice for EN-GJL-250",
        "Carbon equivalent 4.0 to 4.2, inoculate in the stream, hold no longer than 8 minutes.",
    ),
)
RIG = (
    Page(
        "rig",
        "Cavitation test rig, run 12",
        "NPSH 3 % drop at 3.1 m, against 3.4 m for the old tongue. Repeated twice.",
        kind="article",
    ),
)
SERVICE = (
    Page(
        "station", "Pumping station 7, what wears first", "Tongues wear first, then the wear ring. Swap at 9,000 hours."
    ),
)
TRIALS = (
    Page(
        "tongue",
        "A rounder tongue, and what it does to cavitation",
        """We ask whether a tongue of 6 mm radius takes the noise out of the TS-60 at part load without costing head.

## What we change

Only the tongue. Same wheel, same wear rings, water at 18 °C.

## What we look at

- NPSH at 3 % head loss, twice at each flow
- Noise at the suction flange, in thirds of an octave
- Head and power, so that nobody is glad too early
""",
        kind="article",
    ),
    Page(
        "radius",
        "How we measure the radius of a cast tongue",
        """A gauge of sheet steel, held against the tongue with light behind it.

1. Tarnside cuts the gauges, 4 to 8 mm in steps of half a millimetre.
2. Northmere photographs each casting with its gauge, before it goes onto the rig.
""",
    ),
)
DECISION = """## What it is about

One volute in thirteen came back from customers with a leak at the tongue. Testing one in ten found a third of them.

## What follows from it

Two more hours a day at the test bench. The foundry gets the figures of each heat within a day.
"""
LEAK_OPTIONS = {
    "options": [
        {
            "name": "Test one in ten, as before",
            "for": "Costs nothing more.",
            "against": "Two of three faulty castings leave the house.",
        },
        {
            "name": "Test every volute at 6 bar",
            "for": "Finds all leaks that customers found. Tells the foundry about each heat.",
            "against": "Two hours a day at the bench.",
        },
        {"name": "Let the foundry test", "for": "No work for us.", "against": "They have no bench before spring."},
    ],
    "chosen": 1,
    "why": "A leak in the field costs a hundred times the test, and the figures help the foundry to find the cause.",
    "deciders": ["Ruth", "Asha"],
}

RULES = (
    "What partners tell us",
    """## What it is about

It binds all of us who read what a partner has shared, whether in Kith, on the phone or in a workshop.

## What we do

- Use it for the purpose that the agreement names.
- Say on the page we write what it comes from, so that Kith keeps it from others.
- Tell Ruth the same day when something went where it should not.

## What we do not

- Copy a partner’s pages into mail or chat.
- Speak of one partner’s work to another.

## Whom to ask

Ruth, or Asha when Ruth is away.
""",
)
PATENT = (
    "A core print with a vent of 3 mm through which the gas of the core leaves, so that it does not collect at the "
    "tongue of the volute."
)
INVENTION = """A ring of coloured rubber lies 2 mm under the lip. When the lip is worn that far, the water that
drips from the drain is red.

I tried it on two TS-40 in bay 3. Both turned red about 200 hours before they leaked."""
