"""noise: what recognisers really make of worn paper, by the thousand, and a fast stand-in for it.

Clean notices are printed, worn, recognised by the project's own readers, and laid line by line
beside what was printed::

    for record in recognise_texts(paths, grades=("scan", "fax"), engines=("auto",)):
        record.pairs                      # LinePair(truth="关于", read="美于", confidences=…)
    channel = Channel(seed=1)
    channel.read("关于印发通知")           # what a recogniser might make of it, in microseconds

By hand: ``python -m tests.noise TEXTS -o pairs.jsonl --grades fax faded``.
"""
