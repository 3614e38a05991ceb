// Drafts: a form with `data-draft="key"` keeps its texts in this browser while they are typed, fills them in again where
// it is empty, and forgets them on a page with `data-draft-done="key"`. Never kept: passwords, codes, hidden fields, and
// what stands in `data-no-draft`.
(() => {
  "use strict";
  const KINDS = /^(text|textarea|number|search|url|tel|email|date|select-one|radio|checkbox)$/;

  function kept(key) {
    try {
      return JSON.parse(localStorage.getItem("draft:" + key)) || {};
    } catch (unreadable) {
      return {};
    }
  }

  function keep(key, values) {
    try {
      if (values) localStorage.setItem("draft:" + key, JSON.stringify(values));
      else localStorage.removeItem("draft:" + key);
    } catch (full) { /* then there is no draft */ }
  }

  const fields = (form) => Array.from(form.elements).filter((field) =>
    field.name && KINDS.test(field.type) && !/code|password|cc-/.test(field.autocomplete) && !field.closest("[data-no-draft]"));
  const isChoice = (field) => field.type === "radio" || field.type === "checkbox";
  const name = (field) => (isChoice(field) ? field.name + "=" + field.value : field.name);

  function begin(form) {
    const key = form.dataset.draft, before = kept(key);
    fields(form).forEach((field) => {
      const value = before[name(field)];
      if (isChoice(field) && value !== undefined) field.checked = value;
      else if (!field.value && value) field.value = value;
    });
    form.addEventListener("input", () => {
      const now = {};
      fields(form).forEach((field) => { now[name(field)] = isChoice(field) ? field.checked : field.value; });
      keep(key, now);
    });
  }

  document.querySelectorAll("[data-draft-done]").forEach((done) => keep(done.dataset.draftDone, null));
  document.querySelectorAll("form[data-draft]").forEach(begin);
})();
