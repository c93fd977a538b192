// A slider (`data-range-for` = id of a number field) and its number say the same. Only the number is
// sent, so that a form without JavaScript has all it needs.
"use strict";

document.addEventListener("input", (event) => {
  const moved = event.target;
  if (moved.matches("[data-range-for]")) {
    document.getElementById(moved.dataset.rangeFor).value = moved.value;
  } else if (moved.id) {
    const slider = document.querySelector(`[data-range-for="${CSS.escape(moved.id)}"]`);
    if (slider) slider.value = moved.value;
  }
}, true);
