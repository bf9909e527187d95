import re

from course_utils.widgets.browser_code import EXPLORER, FOLDER, explorer_script, module, script, styles


def test_joined_modules_import_nothing_and_keep_one_default(tmp_path):
    one, two = tmp_path / "one.js", tmp_path / "two.js"
    one.write_text("// One.\nexport const one = 1;\n", "utf-8")
    two.write_text(
        'import { one } from "./one.js";\n\nexport function two() { return one; }\nexport default { two };\n',
        "utf-8",
    )
    assert module([one, two]) == (
        "// One.\nconst one = 1;\n\n\nfunction two() { return one; }\nexport default { two };\n"
    )
    page = script([one, two], "course", ["two"])
    assert "export" not in page
    assert page.startswith("(() => {\n")
    assert page.endswith("\nwindow.course = { ...window.course, two };\n})();\n")


def test_the_explorer_is_joined_in_the_order_of_its_imports():
    seen = []
    for path in EXPLORER:
        wanted = re.findall(r'^import .* from "\./(.*)";$', path.read_text("utf-8"), re.MULTILINE)
        assert set(wanted) <= set(seen)
        seen.append(path.name)
    assert set(seen) == {path.name for path in FOLDER.glob("*.js")}


def test_no_name_is_defined_twice_among_the_joined_files():
    defined = re.findall(r"^(?:const|let|class|function) (\w+)", module(EXPLORER), re.MULTILINE)
    assert len(defined) == len(set(defined)) > 20


def test_nothing_is_left_to_import_and_nothing_is_fetched():
    for text in (module(EXPLORER), explorer_script(), styles()):
        assert not re.search(r"^import |https?:|fetch\(|@import|url\(", text, re.MULTILINE)
