// Keys of the review: j and k go on and back, a approves, c and r open the reasons, x chooses a row, ? tells them.
(function () {
  "use strict";
  var help = document.getElementById("keys");
  var rows = [].slice.call(document.querySelectorAll("[data-row]"));
  var opened = Date.now();
  var done = false;

  function row(step) {
    var at = rows.indexOf(document.activeElement) + step;
    rows[at < 0 ? 0 : Math.min(at, rows.length - 1)].focus();
  }

  function act(key, goal) {
    if (goal.tagName === "DETAILS") {
      goal.open = true;
      (goal.querySelector("input:not([type=hidden])") || goal.querySelector("summary")).focus();
    } else if (key !== "a" || (!done && Date.now() - opened > 500)) {
      // Whoever presses twice must not approve the next one unseen.
      done = done || key === "a";
      goal.click();
    }
  }

  if (help) help.hidden = false;
  addEventListener("pageshow", function () { done = false; });
  addEventListener("keydown", function (event) {
    var at = event.target, key = event.key;
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing) return;
    if (at.closest && at.closest("textarea, select, [contenteditable], input:not([type=checkbox]):not([type=radio])")) return;
    if (key === "?" && help) {
      help.open = !help.open;
      help.querySelector("summary").focus();
    } else if (/^[jk]$/.test(key) && rows.length) {
      row(key === "j" ? 1 : -1);
    } else if (key === "x" && rows.indexOf(at) >= 0) {
      at = document.getElementById(at.getAttribute("data-row"));
      if (at && !at.disabled) at.checked = !at.checked;
    } else if (/^[acjkr]$/.test(key)) {
      at = document.querySelector('[data-key="' + key + '"]');
      if (at) act(key, at);
      else return;
    } else return;
    event.preventDefault();
  });
})();
