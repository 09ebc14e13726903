"""What the shop's descriptions and questions are made of. The last fifth of each list and the last two sentences and questions of each
attribute are for the test only."""

from __future__ import annotations

import random
from typing import Callable, Sequence

MATERIALS = """oak|beech wood|bamboo|stainless steel|brushed aluminium|cast iron|recycled plastic|organic cotton|merino wool|linen|
full-grain leather|canvas|silicone|porcelain|borosilicate glass|cork|walnut|brass|titanium|carbon fibre|polyester|felt|stoneware|
ash wood|copper|hemp|nylon|marble|rubber|velvet|soapstone|rattan|enamelled steel|alpaca wool|birch plywood""".replace("\n", "").split("|")
COLOURS = """black|white|navy blue|forest green|cherry red|mustard yellow|light grey|anthracite|sand|ivory|turquoise|burgundy|
olive|salmon pink|sky blue|copper brown|lavender|mint green|cream|charcoal|coral|silver|rose gold|petrol|teal|ochre|
midnight blue|apricot|pearl white|rust""".replace("\n", "").split("|")
PLACES = """Portugal|Sweden|Japan|Italy|Germany|Denmark|France|Poland|Slovenia|Austria|the Netherlands|Spain|Finland|Scotland|
Vietnam|Mexico|Peru|Turkey|Switzerland|Czechia|Greece|Norway|Canada|Estonia|Wales|Hungary|Romania|Belgium|Nepal|Iceland|
Morocco|Ireland|Croatia|Latvia|New Zealand""".replace("\n", "").split("|")
NOUNS = """kettle|lamp|backpack|chair|desk|scarf|blanket|knife|pan|teapot|mug|bottle|tent|watch|speaker|umbrella|jacket|bag|shelf|
mirror|clock|basket|cushion|rug|bench|bowl|grinder|toaster|suitcase|wallet|stool|vase|tray|hammock|lantern|thermos|helmet|
notebook|board|rack""".replace("\n", "").split("|")
CARES = """hand wash only|machine wash at 30 degrees|wipe with a damp cloth|dishwasher safe|dry clean only|oil it once a year|
do not tumble dry|rinse with warm water|polish with a soft cloth|keep it away from sunlight|wash inside out at 40 degrees|
clean with vinegar once a month|air it after use|brush it gently""".replace("\n", "").split("|")
USES = """camping trips|small kitchens|long commutes|rainy days|home offices|picnics|children's rooms|balconies|city breaks|
winter evenings|large families|beginners|daily use|weekend hikes|narrow hallways|professional cooks|cyclists|students|
festivals|reading corners""".replace("\n", "").split("|")
PEOPLE = "Anna Ben Clara David Elsa Finn Greta Hugo Ines Jonas Karin Leo Mara Nils Olga Pavel Rosa Sven Tilda Viktor Wanda Yara".split()
SYLLABLES = "ka lo mi ren tor vi sa el dun fa gri ho jel ku lin mor na os pel qui ros sta tel ur ven wil xan yor zel bra cor del".split()

Value = Callable[[random.Random, bool], str]


def listed(values: Sequence[str]) -> Value:
    """One of the list; the last fifth only where `test`, and mostly there."""
    border = len(values) * 4 // 5
    return lambda draw, test: draw.choice(values[border:] if test and draw.random() < 0.8 else values[:border])


def invented(draw: random.Random, test: bool) -> str:
    """A name of two to four syllables."""
    return "".join(draw.choice(SYLLABLES) for _ in range(draw.randint(2, 4))).capitalize()


def _person(draw: random.Random, test: bool) -> str:
    return f"{draw.choice(PEOPLE)} {invented(draw, test)}"


def _weight(draw: random.Random, test: bool) -> str:
    return draw.choice([f"{draw.randint(5, 95) * 10} g", f"{draw.randint(1, 40)}.{draw.randint(1, 9)} kg", f"{draw.randint(2, 60)} kilograms",
                        f"{draw.randint(90, 990)} grams"])


def _price(draw: random.Random, test: bool) -> str:
    whole, cents = draw.randint(4, 900), draw.choice(["00", "50", "90", "95", "99"])
    return draw.choice([f"€{whole}.{cents}", f"{whole}.{cents} euros", f"${whole}", f"{whole} euros", f"£{whole}.{cents}"])


def _size(draw: random.Random, test: bool) -> str:
    numbers = [str(draw.randint(5, 220)) for _ in range(draw.choice([2, 3]))]
    return draw.choice([" x ".join(numbers), " by ".join(numbers)]) + draw.choice([" cm", " centimetres", " mm"])


def _warranty(draw: random.Random, test: bool) -> str:
    return draw.choice([f"{draw.randint(2, 30)} years", f"{draw.choice([6, 12, 18, 24, 36])} months", "ten years", "two years", "five years"])


def _capacity(draw: random.Random, test: bool) -> str:
    return draw.choice([f"{draw.randint(1, 80)} litres", f"{draw.randint(1, 9)}.{draw.randint(1, 9)} l", f"{draw.randint(10, 95) * 10} ml"])


def _delivery(draw: random.Random, test: bool) -> str:
    return draw.choice([f"{draw.randint(2, 9)} working days", f"{draw.randint(1, 6)} weeks", f"{draw.randint(24, 72)} hours", "three days", "a week"])


VALUES: dict[str, Value] = {
    "material": listed(MATERIALS), "colour": listed(COLOURS), "origin": listed(PLACES), "care": listed(CARES), "use": listed(USES),
    "brand": invented, "designer": _person, "weight": _weight, "price": _price, "size": _size, "warranty": _warranty,
    "capacity": _capacity, "delivery": _delivery, "year": lambda draw, test: str(draw.randint(1890, 2026)),
    "parcel": _weight, "box": listed(COLOURS), "strap": listed(MATERIALS),
}

SENTENCES: dict[str, list[str]] = {
    "material": ["The {noun} is made of {}.", "It is made from {}.", "We use {} for the whole body.", "{} gives it its character.",
        "Its body consists of {}.", "Only {} goes into this {noun}.", "What you feel is {}.", "For the {noun} we chose {}.",
        "Solid {} makes it last.", "Everything about it is {}.", "You can tell by the {} that it is well made.",
        "Crafted from {}, it lasts for decades.", "The main material is {}."],
    "colour": ["It comes in {}.", "The colour is {}.", "Its {} finish fits every room.", "We offer it in {}.",
        "The {noun} shown here is {}.", "You get it in {}.", "This one is {}.", "The {noun} comes in a warm {}.", "Choose it in {}.",
        "In {} it looks its best.", "We dyed it {}.", "Painted in {}, it catches the eye.", "Its surface is {}."],
    "origin": ["It is made in {}.", "The {noun} is produced in {}.", "Our workshop in {} makes every piece.",
        "Each one is assembled in {}.", "It comes from {}.", "Manufactured in {}.", "{} is where we make it.", "Our factory stands in {}.",
        "It has travelled all the way from {}.", "People in {} make it.", "Every {noun} is sewn and finished in {}.",
        "Built by hand in {}, it is one of a kind.", "The factory is in {}."],
    "care": ["Care: {}.", "To clean it, {}.", "Please note: {}.", "Cleaning is simple: {}.", "Our advice for care: {}.",
        "For cleaning, {}.", "Keep in mind: {}.", "So that it stays beautiful, {}.", "Looking after it is easy: {}.", "Washing: {}.",
        "Simply {}.", "If it gets dirty, {}.", "How to look after it: {}."],
    "use": ["It is ideal for {}.", "We recommend it for {}.", "Perfect for {}.", "It was designed for {}.", "A good choice for {}.",
        "Made for {}.", "Take it along for {}.", "It shines in {}.", "Nothing is better for {}.", "Think of {}: this is what it is for.",
        "We had {} in mind.", "You will love it for {}.", "It suits {}."],
    "brand": ["It is a product of {}.", "The brand is {}.", "{} has made it for years.", "The {noun} is sold by {}.",
        "It belongs to the {} family.", "From the house of {}.", "{} sells it.", "Our partner {} makes the {noun}.", "Brand: {}.",
        "A classic of {}.", "It carries the name of {}.", "{} stands behind this {noun}.", "The maker is called {}."],
    "designer": ["It was designed by {}.", "{} drew the first sketch.", "The design is by {}.", "Designer {} gave it its shape.",
        "The {noun} is the work of {}.", "{} designed it.", "We owe it to {}.", "{} had the idea.", "Design: {}.", "It was {} who drew it.",
        "The {noun} bears the signature of {}.", "It sprang from the mind of {}.", "Its creator is {}."],
    "weight": ["It weighs {}.", "The weight is {}.", "At {} it is easy to carry.", "With a weight of {}, it stands firmly.",
        "The {noun} weighs only {}.", "Weight: {}.", "It is {} heavy.", "On the scales: {}.", "Only {} to carry.",
        "You will hardly notice its {}.", "The {noun} has a weight of {}.", "The scales show {}.", "It brings {} to the scales."],
    "price": ["It costs {}.", "The price is {}.", "You pay {}.", "Yours for {}.", "The {noun} is sold for {}.", "Price: {}.",
        "It is yours for only {}.", "All that for {}.", "Now {}.", "The {noun} costs you {}.", "In the shop it is {}.", "We ask {} for it.",
        "For {} it is yours."],
    "size": ["It measures {}.", "The dimensions are {}.", "Size: {}.", "With {} it fits anywhere.", "The {noun} is {} in size.",
        "Its size is {}.", "It has {}.", "Dimensions: {}.", "The {noun} measures {}.", "It needs {} of space.", "Outside it is {}.",
        "It takes up {}.", "Measurements: {}."],
    "warranty": ["The warranty lasts {}.", "We give a guarantee of {}.", "It comes with {} of warranty.", "You have {} of guarantee.",
        "It is guaranteed for {}.", "Warranty: {}.", "We promise {} of warranty.", "For {} we stand by it.", "Guarantee: {}.",
        "If something happens in the first {}, write to us.", "We vouch for it for {}.", "We repair it free of charge for {}.",
        "Should it break within {}, we replace it."],
    "capacity": ["It holds {}.", "The capacity is {}.", "There is room for {}.", "It takes up to {}.", "The {noun} has a volume of {}.",
        "Volume: {}.", "Inside is room for {}.", "It carries {}.", "Capacity: {}.", "The {noun} takes {}.", "Fill it with up to {}.",
        "{} fit inside.", "You can fill in {}."],
    "delivery": ["Delivery takes {}.", "We ship within {}.", "It arrives in {}.", "Delivery time: {}.", "Expect it in {}.",
        "You will have it after {}.", "We need {} to deliver.", "Usually it is there in {}.", "You get it within {}.", "Shipping takes {}.",
        "The {noun} leaves us and arrives in {}.", "It reaches you within {}.", "The parcel is on its way for {}."],
    "year": ["It was introduced in {}.", "It has been made since {}.", "The first one was sold in {}.", "We have sold the {noun} since {}.",
        "Launched in {}.", "The model dates from {}.", "We have made it since {}.", "Born in {}.", "It first appeared in {}.",
        "Since {} it has hardly changed.", "The {noun} came out in {}.", "{} was the year of its launch.",
        "It has been in our range since {}."],
    "parcel": ["With packaging it weighs {}.", "The parcel weighs {}."],
    "box": ["It arrives in {a} {} gift box.", "The gift box is {}."],
    "strap": ["The handle is made of {}.", "Its cover is made of {}."],
}

QUESTIONS: dict[str, list[str]] = {
    "material": ["What is it made of?", "What material is the {noun}?", "Which material is used for the {noun}?",
        "What is the {noun} made from?", "What is the material?", "Can you tell me what it is made of?",
        "Is it wood, metal or something else?", "What does the {noun} consist of?", "Of what is this {noun} made?"],
    "colour": ["What colour is it?", "Which colour does the {noun} have?", "What is the colour of the {noun}?",
        "In which colour is it available?", "What's the colour?", "Can you tell me the colour?", "What does it look like, which colour?",
        "What colour does the {noun} come in?", "Which colour is it?"],
    "origin": ["Where is it made?", "Where does the {noun} come from?", "In which country is it produced?",
        "Where is the {noun} manufactured?", "Where do you make it?", "Which country does it come from?", "Where is it from?",
        "What country is the {noun} from?", "Where was it built?"],
    "care": ["How do I clean it?", "How should the {noun} be cleaned?", "How do I care for the {noun}?",
        "What is the best way to clean it?", "How can I wash it?", "What should I do to keep it clean?", "Is there advice on cleaning?",
        "How do I look after it?", "How is the {noun} washed?"],
    "use": ["What is it good for?", "What is the {noun} ideal for?", "For what is it recommended?", "What was the {noun} designed for?",
        "What can I use it for?", "When would I use the {noun}?", "What is it meant for?", "For whom or what is the {noun}?",
        "What do you recommend it for?"],
    "brand": ["What brand is it?", "Which brand makes the {noun}?", "Who makes it?", "Who sells the {noun}?", "Which brand?",
        "What is the name of the brand?", "From which brand is the {noun}?", "Which company is behind the {noun}?",
        "What is the maker called?"],
    "designer": ["Who designed it?", "Who is the designer of the {noun}?", "Who created the design?", "By whom was the {noun} designed?",
        "Who was the designer?", "Who thought it up?", "Who came up with the {noun}?", "Whose design is the {noun}?", "Who drew it?"],
    "weight": ["How heavy is it?", "How much does the {noun} weigh?", "What does it weigh?", "What is the weight of the {noun}?",
        "What's the weight?", "Is it heavy?", "How many grams or kilograms does it have?", "How heavy is the {noun}?",
        "Tell me its weight."],
    "price": ["How much is it?", "What does the {noun} cost?", "What is the price of the {noun}?", "How much do I pay?", "Price?",
        "How expensive is it?", "What do you charge for the {noun}?", "How much does it cost?", "Tell me the price."],
    "size": ["How large is it?", "What are the dimensions of the {noun}?", "What size is the {noun}?", "How big is the {noun}?",
        "What's the size?", "How wide and high is the {noun}?", "Which dimensions does it have?", "What does it measure?",
        "Tell me its size."],
    "warranty": ["How long is the warranty?", "For how long is it guaranteed?", "What guarantee do I get?",
        "How long is the guarantee of the {noun}?", "Is there a warranty?", "How long do you guarantee it?", "What about the warranty?",
        "How many years of warranty does the {noun} have?", "How long does the warranty last?"],
    "capacity": ["How much does it hold?", "What is the capacity of the {noun}?", "What volume does it have?",
        "How much fits into the {noun}?", "How many litres does it take?", "How much can it hold?", "What's the capacity?",
        "How much can I put into it?", "What is its volume?"],
    "delivery": ["How long does delivery take?", "When will it arrive?", "How fast is the delivery?", "How soon do I get the {noun}?",
        "When do I get it?", "How quickly do you ship?", "What is the delivery time?", "When do you ship the {noun}?",
        "How long must I wait for it?"],
    "year": ["When was it introduced?", "Since when has the {noun} been made?", "In which year was it launched?",
        "When was the {noun} first sold?", "From which year is it?", "When did you start to sell it?", "When did it come out?",
        "How long has the {noun} been around?", "Since what year do you sell it?"],
}
