"""The table of docs/models.md from what the survey printed: python table.py FOLDER RESULTS.tsv.

FOLDER is export.py's, for what could not be exported; a later line of a file replaces an earlier one."""
import pathlib, sys

NEAR = 1e-4
HEADING = "## Classifiers that were tried\n"


def cell(result):
    if result is None:
        return ""
    opset, what = result
    return f"{what} ({opset})"


def shortened(what):
    try:
        return f"{float(what):.0e}"
    except ValueError:
        return "not read: " + what.split("cannot be read: ")[-1].split(": ", 1)[-1].split(";")[0][:60]


def main(folder, results):
    cells, equal, tried, models = {}, 0, 0, set()
    for line in results.read_text().splitlines():
        library, model, exporter, opset, what = line.split("\t")
        cells[library, model, exporter] = (opset, shortened(what), what)
    for line in (folder / "failed.txt").read_text().splitlines():
        library, model, exporter, opset = line.split("\t")[0].split(".")[:4]
        cells.setdefault((library, model, exporter), (opset, "PyTorch exports none", None))
    rows = {}
    for (library, model, exporter), (opset, short, what) in sorted(cells.items()):
        rows.setdefault((library, model), {})[exporter] = (opset, short)
        if what is not None:
            tried += 1
            models.add((library, model))
            try:
                equal += float(what) <= NEAR
            except ValueError:
                pass
    page = pathlib.Path(__file__).resolve().parents[2] / "docs/models.md"
    text = page.read_text().split(HEADING)[0]
    text += HEADING + f"""
{len(models)} models of torchvision and timm, with random weights, each exported by PyTorch's two exporters where they can:
of {tried} files {equal} are read and give ONNX Runtime's scores, within 1e-4 of the largest score. `bench/survey/export.py`
makes the files, `bench/run survey FOLDER` compares, `bench/survey/table.py` writes this table: the largest difference and,
in parentheses, the operator set.

| | model | `dynamo=True` | `dynamo=False` |
|---|---|---|---|
"""
    for (library, model), both in rows.items():
        text += f"| {library} | {model} | {cell(both.get('dynamo'))} | {cell(both.get('script'))} |\n"
    page.write_text(text)


if __name__ == "__main__":
    main(*map(pathlib.Path, sys.argv[1:]))
