"""Jupyter Notebook in headless Chromium: a lesson from its first cell to the login, as a person does
it, then Tab, Shift-Tab, interrupts and a passphrase.

usage: browser.py FOLDER
  FOLDER gets the notebook that is worked on, and pictures of what is seen.
  THAW_TEST_SSH in the environment is a cell that goes to this computer by ssh.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

LIMIT = 120


class Page:
    """A notebook in the browser."""

    def __init__(self, folder, address):
        self.folder = folder
        options = webdriver.ChromeOptions()
        for option in ("--headless=new", "--no-sandbox", "--disable-gpu",
                       "--disable-dev-shm-usage", "--window-size=1000,900", "--hide-scrollbars"):
            options.add_argument(option)
        self.driver = webdriver.Chrome(options=options)
        self.driver.get(address)
        self.until("return window.Jupyter && Jupyter.notebook && Jupyter.notebook.kernel"
                   " && Jupyter.notebook.kernel.is_connected() && Jupyter.notebook._fully_loaded")

    def js(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def until(self, script, *arguments):
        end = time.time() + LIMIT
        while time.time() < end:
            found = self.js(script, *arguments)
            if found:
                return found
            time.sleep(0.1)
        self.picture("failed")
        raise AssertionError("It never came: " + script)

    def picture(self, name):
        self.driver.save_screenshot(str(self.folder / f"{name}.png"))

    def type(self, *keys):
        self.driver.switch_to.active_element.send_keys(*keys)

    def run(self, index, name):
        """Runs a cell, says yes to what it asks, and gives its outputs."""
        self.js("Jupyter.notebook.select(arguments[0]);"
                "Jupyter.notebook.get_selected_cell().execute();", index)
        busy = "var c = Jupyter.notebook.get_cell(arguments[0]); return "
        while True:
            state = self.until(
                busy + "$('.raw_input').length ? 'asks'"
                " : c.input_prompt_number !== '*' ? 'done' : ''", index)
            if state == "done":
                break
            self.js("$('.raw_input')[0].scrollIntoView({block: 'end'})")
            self.picture(f"{name}-asks")
            self.answer("y")
            self.until("return !$('.raw_input').length")
        self.js(busy + "c.element[0].scrollIntoView()", index)
        time.sleep(0.2)
        self.picture(name)
        return self.js(busy + "c.output_area.outputs", index)

    def write(self, code, cursor):
        """Makes a cell at the end and leaves the cursor in it."""
        self.js("""
            Jupyter.notebook.insert_cell_at_bottom('code');
            Jupyter.notebook.select(Jupyter.notebook.ncells() - 1);
            Jupyter.notebook.edit_mode();
            var cell = Jupyter.notebook.get_selected_cell();
            cell.set_text(arguments[0]);
            cell.code_mirror.focus();
            cell.code_mirror.setCursor(0, arguments[1]);
            cell.element[0].scrollIntoView({block: 'center'});""", code, cursor)


    def start(self, code):
        """Begins a cell of its own, which takes a while."""
        self.write(code, 0)
        self.js("Jupyter.notebook.get_selected_cell().execute()")
        time.sleep(2)

    def interrupt(self):
        self.js("Jupyter.notebook.kernel.interrupt()")
        self.until("return Jupyter.notebook.get_selected_cell().output_area.outputs"
                   ".some(o => o.ename === 'Interrupted')")

    def answer(self, text):
        """Answers the question that is asked, and tells what box it was asked in."""
        self.until("return $('.raw_input').length")
        box = self.driver.find_element(By.CSS_SELECTOR, ".raw_input")
        kind = box.get_attribute("type")
        box.send_keys(text, Keys.ENTER)
        return kind


def lesson(page):
    cells = page.js("return Jupyter.notebook.get_cells().map("
                    "c => c.cell_type === 'code' ? c.get_text() : '')")
    asked = 0
    for index, code in enumerate(cells):
        if code:
            name = f"{index:02}-" + "".join(c for c in code.split("(")[0] if c.isalnum())
            outputs = page.run(index, name)
            assert not any(one["output_type"] == "error" for one in outputs), (code, outputs)
            asked += (page.folder / f"{name}-asks.png").exists()
    assert asked >= 5, asked
    assert "OK: practice:vfio is rescued." in str(page.js(
        "return Jupyter.notebook.get_cells().map(c => c.output_area ? c.output_area.outputs : '')"))


def keys(page):
    page.write("rebuild(fla", 11)
    page.type(Keys.TAB)
    page.until("return Jupyter.notebook.get_selected_cell().get_text() === 'rebuild(flake='")
    page.write("mountAll()", 4)
    page.type(Keys.SHIFT + Keys.TAB)
    page.until("return $('.tooltiptext').text().includes('Mounts the installed system')")
    page.picture("shift-tab")
    page.type(Keys.ESCAPE)


def runs(mark):
    return subprocess.run(["pgrep", "-fx", f"sleep {mark}"], capture_output=True).returncode == 0


def interrupts(page):
    page.start("while (true) Thread.sleep(100);")
    page.interrupt()
    page.picture("interrupted")
    mark = f"34{os.getpid()}"
    page.start(f'{os.environ["THAW_TEST_SSH"]}; sh("sleep {mark}", looks=true)')
    assert runs(mark)
    page.interrupt()
    assert not runs(mark)


def passphrase(page):
    page.start('on("practice:wrong-uuid"); reset(); unlock()')
    page.answer("y")
    kind = page.answer("not-the-right-one")
    assert kind == "password", kind
    page.until("return Jupyter.notebook.get_selected_cell().input_prompt_number !== '*'")
    page.picture("passphrase")
    page.js("Jupyter.notebook.save_notebook()")
    page.until("return !Jupyter.notebook.dirty")
    saved = next(page.folder.glob("*.ipynb")).read_text()
    assert "wrong-uuid" in saved and "not-the-right-one" not in saved


def main(folder):
    shutil.copy("notebooks/lesson-vfio.ipynb", folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        ["/usr/bin/jupyter-notebook", "--allow-root", "--no-browser", f"--port={port}",
         "--NotebookApp.token=", "--NotebookApp.password=", f"--notebook-dir={folder}"],
        stdout=open(folder / "server.log", "w"), stderr=subprocess.STDOUT)
    try:
        for _ in range(LIMIT * 10):
            with socket.socket() as attempt:
                if attempt.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        page = Page(folder, f"http://127.0.0.1:{port}/notebooks/lesson-vfio.ipynb")
        try:
            lesson(page)
            keys(page)
            interrupts(page)
            passphrase(page)
        finally:
            page.driver.quit()
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
    print("OK")
