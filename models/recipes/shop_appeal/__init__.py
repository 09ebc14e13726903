"""How many would click on a new item of the invented shop, from its row and its picture."""
