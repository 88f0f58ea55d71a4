"""``hongtou page``: what a page looks like, to check a reading against the paper."""

import shutil
from pathlib import Path

import click

from hongtou.cli.chinese import Command
from hongtou.cli.ingesting import folder_beside
from hongtou.cli.options import db_option, json_option, pictures_option
from hongtou.cli.screen import echo_json

__all__ = ["page"]


@click.command(cls=Command)
@click.argument("document", metavar="文件")
@click.argument("number", metavar="页码", type=click.IntRange(1, 1_000_000))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="图片.png",
    help="另存为；默认只告知图片所在。",
)
@click.option(
    "--dpi",
    type=click.IntRange(20, 400),
    default=150,
    metavar="数",
    help="每英寸点数，20 至 400，默认 150。",
)
@pictures_option
@db_option
@json_option
def page(
    document: str,
    number: int,
    output: Path | None,
    dpi: int,
    extracted: Path | None,
    db: Path,
    as_json: bool,
) -> None:
    """页面图像：把原件的一页画成图片（PNG），供核对。

    示例：hongtou page 赣银保监发〔2021〕2号 1 -o 第1页.png
    """
    from hongtou.run import document_page_image

    image = document_page_image(
        db, document, number, extracted=extracted or folder_beside(db), dpi=dpi
    )
    if output is not None:
        shutil.copyfile(image, output)
        image = output
    if as_json:
        echo_json({"page": number, "dpi": dpi, "file": str(image)})
    else:
        click.echo(image)
