"""The door of the recogniser for readers of paper: the picture of a page in, its content out."""

from hongtou.read.ocr.engines import choose_engine
from hongtou.read.page import PageContent, PageImage, ReadOptions

__all__ = ["read_page_image"]


def read_page_image(image: PageImage, options: ReadOptions, reason: str) -> PageContent:
    """What a page says, by the recogniser that ``options`` name.

    Args:
        image: The page, upright or lying or on its head, straight or slanted by up to 10°.
        options: Names the engine and the folder of its weights.
        reason: Chinese: why the page was recognised; stands in the content.

    Returns:
        The lines in reading order with boxes in points of the page as given; method ``none``
        where nothing is printed.

    Raises:
        EngineError: If the recogniser or its packages are not installed.
    """
    engine = choose_engine(options.engine, options.weights)
    # OpenCV comes with the recognisers, so it is loaded after one of them was found.
    from hongtou.read.ocr.recognition import recognise

    return recognise(engine, image, reason)
