"""nbclient executes notebooks; nbconvert makes HTML of them.

usage: notebooks.py CELL FOLDER NOTEBOOK…
  CELL is run before all others, if it is not empty; what was played goes into FOLDER.
"""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbconvert import HTMLExporter

# What is given to a notebook in place of its parameters.
GIVEN = {
    "rescue-stage-1": 'String symptom = "loading module vfio_pci..."; int install = 0; String host = "";'
}


def execute(path, first, folder):
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", []) and path.stem in GIVEN:
            cell.source = GIVEN[path.stem]
    if first:
        notebook.cells.insert(0, nbformat.v4.new_code_cell(first))
    client = NotebookClient(notebook, timeout=900, kernel_name="thaw")
    try:
        client.execute()
    finally:
        nbformat.write(notebook, folder / path.name)
    nbformat.validate(notebook)
    html, _ = HTMLExporter().from_notebook_node(notebook)
    (folder / path.name).with_suffix(".html").write_text(html)
    return len([cell for cell in notebook.cells if cell.cell_type == "code"])


if __name__ == "__main__":
    for name in sys.argv[3:]:
        print(f"{name}: {execute(Path(name), sys.argv[1], Path(sys.argv[2]))} cells", flush=True)
