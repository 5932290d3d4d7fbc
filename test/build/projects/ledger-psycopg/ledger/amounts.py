from decimal import Decimal


def total(amounts):
    return sum((Decimal(each) for each in amounts), Decimal(0))
