"""python -m tests.hardware_docs: draw and write what hardware_docs/ has made from tables.

`made` says what; a test compares it with what stands in the folder, byte for byte.
"""

from tests.hardware_docs.made import PAGES, everything

if __name__ == "__main__":
    for path, text in everything().items():
        target = PAGES / path
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, encoding="utf-8")
        print(f"hardware_docs/{path}")
