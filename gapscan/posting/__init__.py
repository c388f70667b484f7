"""The rooms behind ``gapscan.postings``: one arrow each, from the text of a posting to what it asks for.

``units`` cuts the text, ``zones`` says what each piece is, ``demands`` how much it asks, ``alternatives`` which names
stand for each other (``choices`` by the words around them, ``classes`` under which word), ``figures`` how many years
and how well, ``schooling`` and ``gates`` what no skill can make up for, ``folding`` makes requirements of it all;
``jobfile`` writes them down, ``structured`` reads JSON-LD and CSV.
"""
