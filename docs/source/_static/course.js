// Wakes the widgets of the page, and mends what the theme leaves open: printing, local search, wide formulas.

const root = document.documentElement;

// A local page may read no other page, so its search shows the titles without a passage.
DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = location.protocol !== "file:";

// By then the views of all widgets are there.
document.addEventListener("DOMContentLoaded", () => {
  for (const element of document.querySelectorAll(".rnn-page-explorer")) {
    window.rnnCourse.show(element, window.rnnFrames[element.dataset.frames]);
  }
});

let themeOnScreen;
window.addEventListener("beforeprint", () => {
  themeOnScreen = root.dataset.theme;
  root.dataset.theme = "light";
});
window.addEventListener("afterprint", () => {
  root.dataset.theme = themeOnScreen;
});

// A formula wider than its place can be scrolled, so the keyboard has to reach it.
window.addEventListener("load", async () => {
  await window.MathJax?.startup?.promise;
  for (const formula of document.querySelectorAll("mjx-container")) {
    if (formula.scrollWidth > formula.clientWidth) formula.tabIndex = 0;
  }
});
