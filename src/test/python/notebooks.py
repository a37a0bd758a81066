"""nbclient executes notebooks, on the machine that each names; nbconvert makes HTML of them."""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbconvert import HTMLExporter


# What is given to a notebook in place of its parameters.
GIVEN = {
    "rescue-stage-1": 'String symptom = "loading module vfio_pci..."; int install = 0; String host = "";'
}


def execute(path, folder):
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", []) and path.stem in GIVEN:
            cell.source = GIVEN[path.stem]
    client = NotebookClient(notebook, timeout=300, kernel_name="thaw")
    client.execute()
    nbformat.validate(notebook)
    nbformat.write(notebook, folder / path.name)
    html, _ = HTMLExporter().from_notebook_node(notebook)
    (folder / path.name).with_suffix(".html").write_text(html)
    return len([cell for cell in notebook.cells if cell.cell_type == "code"])


if __name__ == "__main__":
    for name in sys.argv[2:]:
        print(f"{name}: {execute(Path(name), Path(sys.argv[1]))} cells", flush=True)
