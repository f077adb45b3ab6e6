"""One engine for every number that somebody gives: which mistakes make it of the right one.

    judge = Judge(World(case), PERSON)          one network, as it is run, and who gave the number
    unit = Unit("MiB", quantity.in_bytes, case.plan.bytes_per_value)
    judge.judgement(Asked(Printed.read("58.1"), quantity, unit))
                                                 the verdict on a number, and its explanations
    table = judge.table(quantity, unit)          all wrong numbers of a quantity in a unit,
                                                 None where its right one can't be derived
    table.figure                                 the right number in that unit
    table.simple.ways                            the Explanations of one mistake, or of one and a
                                                 slip of the unit, each with its `value`, ascending
    table.pairs.ways                             those of two mistakes; slow in a large network
    sorted(ways, key=lambda way: nearness(way, printed))
                                                 the order in which hypotheses are told

A file's claims (`claims.py`) and persons' answers (`mistakes/answers/`) are two that ask.
"""
