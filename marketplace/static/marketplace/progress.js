// A page that waits for work shows how far it is, and loads itself anew once the work is done.
(function () {
  const box = document.querySelector("[data-progress]");
  const later = (deed) => setTimeout(deed, 2000);
  const again = () => location.reload();
  if (!box) return;
  if (!window.fetch || !window.DOMParser) { later(again); return; }
  const look = () => fetch(location.href, { credentials: "same-origin" })
    .then((answer) => answer.text())
    .then((text) => {
      const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-progress]");
      if (!fresh || fresh.dataset.progress !== box.dataset.progress) { again(); return; }
      box.replaceChildren ? box.replaceChildren(...fresh.childNodes) : again();
      later(look);
    })
    .catch(() => later(look));
  later(look);
})();
