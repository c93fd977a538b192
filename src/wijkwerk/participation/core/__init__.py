"""The pure part of participation: counting votes, terms of answers, who took part."""
