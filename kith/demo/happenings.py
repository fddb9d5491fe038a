"""The demo's texts about what was done and what went wrong."""

PRACTICE = """## Where it comes from

From the lesson on pores in thick walls: the gas comes from the core. Line 2 at Brightforge tried it for four months.

## What to look out for

A vent that is not cleaned after each core does nothing. Hold a lamp behind it.
"""
PRACTICE_RECORD = {
    "context": "Iron castings with a wall over 10 mm, poured around a sand core.",
    "steps": [
        {
            "what": "Drill vents of 6 mm, one for each 200 mm of core.",
            "who": "The core maker",
            "why": "Gas has to leave before the metal closes over it.",
        },
        {
            "what": "Dry the core at 180 °C for 40 minutes.",
            "who": "The core maker",
            "why": "What is wet makes three times as much gas.",
        },
        {
            "what": "Leak-test at 6 bar and send the figures of the heat back.",
            "who": "Tarnside’s bench",
            "why": "So that the foundry sees within a day whether it worked.",
        },
    ],
    "results": [
        {
            "measure": "Volutes rejected for pores",
            "before": "7.5",
            "after": "2.1",
            "unit": "%",
            "cases": "480",
            "where": "Line 2, four months, counted by Tom",
        }
    ],
    "limits": "Not tried below 4 mm. Bronze was never looked at.",
}
NEAR_MISS = """## What happened

A volute of 140 kg hung from the bench crane. As it was turned the hook came off, and it fell 20 cm onto the cradle.
Nobody stood under it.

## What we do not know

Whether the other cranes have the same latches.
"""
NEAR_MISS_RECORD = {
    "sort": "near_miss",
    "severity": "3",
    "where": "Test bench, bay 3",
    "harm": "A dent in the cradle.",
    "at_once": "The crane was stopped for the day.",
    "method": "whys",
    "whys": [
        "The hook came off the lifting eye.",
        "Its latch did not spring back.",
        "The spring was worn through.",
        "Nobody looks at latches between the yearly inspections.",
    ],
    "bones": {},
    "root": "Latches are looked at once a year, and their springs last eight months at our bench.",
}
HINT_TITLE = "The guard of the big lathe is off more often than on"
HINT = "It takes ten minutes to put back, so between two parts nobody does. I have seen a sleeve caught once."
HINT_RECORD = {
    "sort": "condition",
    "severity": "3",
    "happened_on": "",
    "where": "Big lathe",
    "harm": "",
    "at_once": "",
}
REVIEW = (
    ("meant", "Asha", "Turn the volute on the crane and set it down on its flange."),
    ("happened", "Marek", "The hook came off at about 90 degrees. I had both hands on the chain."),
    ("happened", "Ines", "It fell onto the cradle, 20 cm. The latch hung open."),
    ("why", "Marek", "You hear it when a latch is worn: it does not click. One has to know that."),
    ("next", "Asha", "Whoever uses the crane listens for the click, and it stands on the sheet at the crane."),
)
