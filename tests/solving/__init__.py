"""A student who has nothing but the text: reads its sentences, and works the answer out.

Nothing here imports the program's formulas or objects: the sizes are counted and the sums
added up from the definitions, so that a sentence that says too little leads to no answer.
"""
