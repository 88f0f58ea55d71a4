"""How a defect of the program is reported: by class and place, never in words of the paper."""


def defect_of(error: Exception) -> str:
    """``程序缺陷（ZeroDivisionError，hongtou.tag.figures.limits 第 40 行）；…``.

    Never the error's message, which may quote the paper, and the paper may be classified.
    """
    return f"程序缺陷（{_where(error)}）；请把本行文字报告给维护者"


def _where(error: Exception) -> str:
    name, trace = type(error).__name__, error.__traceback__
    if trace is None:
        return name
    while trace.tb_next is not None:
        trace = trace.tb_next
    return f"{name}，{trace.tb_frame.f_globals.get('__name__')} 第 {trace.tb_lineno} 行"
