// Photos of a form: shrunk here, sent one by one apart from it, and again when the network fails. See ui/photos.html.
(() => {
  "use strict";
  const saving = navigator.connection && navigator.connection.saveData;
  const LONGEST = saving ? 1280 : 2048, QUALITY = saving ? 0.75 : 0.85;
  const HEAVIEST = 25 * 1024 * 1024, WAITS = [1, 2, 4, 8, 16];

  const element = (name, more) => Object.assign(document.createElement(name), more);
  const button = (css, label, deed) =>
    element("button", { type: "button", className: "button small " + css, textContent: label, onclick: deed });

  // An old browser forgets which way is up: its photos go as they are, and the market turns them.
  async function decoded(file) {
    if (!window.createImageBitmap || !CSS.supports("image-orientation", "from-image")) throw new Error("old");
    try {
      return await createImageBitmap(file, { imageOrientation: "from-image" });
    } catch (unknown) {
      return createImageBitmap(file);
    }
  }

  function draw(picture, canvas, scale) {
    const pen = canvas.getContext("2d"), wide = picture.width * scale, high = picture.height * scale;
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.imageSmoothingQuality = "high";
    pen.drawImage(picture, (canvas.width - wide) / 2, (canvas.height - high) / 2, wide, high);
  }

  // The photo small enough for the network, and drawn on `thumb`; the file itself where that is no gain.
  async function shrunk(file, thumb) {
    const picture = await decoded(file).catch(() => null);
    if (!picture) return file;
    const { width, height } = picture, scale = Math.min(1, LONGEST / Math.max(width, height));
    const sheet = element("canvas", { width: Math.ceil(width * scale), height: Math.ceil(height * scale) });
    draw(picture, sheet, scale);
    draw(sheet, thumb, thumb.width / Math.min(sheet.width, sheet.height));
    picture.close();
    const blob = await new Promise((done) => sheet.toBlob(done, "image/jpeg", QUALITY));
    sheet.width = 0; // gives the memory back at once
    return blob && blob.size < file.size ? blob : file;
  }

  const post = (url, body, bar, shot) => new Promise((done, fail) => {
    const request = (shot.request = new XMLHttpRequest());
    request.open("POST", url);
    request.timeout = 180000;
    request.upload.onprogress = (so) => { bar.value = so.loaded / (so.total || 1); };
    request.onload = () => {
      if (request.status >= 500 || request.status === 429) return fail();
      try {
        done(JSON.parse(request.responseText));
      } catch (page) {
        done({}); // signed out meanwhile
      }
    };
    request.onerror = request.ontimeout = fail;
    request.onabort = () => done({});
    request.send(body);
  });

  function begin(root) {
    const text = root.dataset, form = root.closest("form"), most = Number(text.most);
    const input = root.querySelector("input[type=file]"), needed = input.required;
    const list = root.querySelector("ul"), said = root.querySelector("[role=status]");
    const count = (state) => list.querySelectorAll(state ? `[data-state=${state}]` : "li").length;
    let queue = Promise.resolve();
    text.begun = "yes";

    function look() {
      const free = most - count();
      input.multiple = free > 1;
      input.required = needed && !count();
      input.hidden = free < 1;
      said.textContent = count("failed") ? text.stuck : count("sending") ? text.sending : free < 1 ? text.full : "";
    }

    const removal = (item, shot) => button("link", text.remove, () => {
      item.remove();
      if (shot.request) shot.request.abort();
      look();
      input.focus();
    });

    async function send(file, item, shot) {
      const note = item.querySelector("p"), bar = item.querySelector("progress");
      shot.blob = shot.blob || (await shrunk(file, item.querySelector("canvas")));
      let answer = shot.blob.size > HEAVIEST && { message: text.heavy };
      for (let tries = 0; !answer && item.isConnected && tries <= WAITS.length; tries++) {
        const body = new FormData();
        body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
        body.append("photo", shot.blob, file.name || "photo.jpg");
        try {
          answer = await post(text.photos, body, bar, shot);
        } catch (failed) {
          note.textContent = text.waiting;
          if (tries < WAITS.length) await new Promise((done) => setTimeout(done, WAITS[tries] * 1000));
        }
      }
      const id = answer && answer.id;
      bar.hidden = true;
      note.textContent = id ? "" : (answer && answer.message) || text.failed;
      item.dataset.state = id ? "sent" : "failed";
      if (id) item.append(element("input", { type: "hidden", name: "pictures", value: id }));
      else note.after(button("quiet", text.again, (event) => { event.target.remove(); enqueue(file, item, shot); }));
      look();
    }

    function enqueue(file, item, shot) {
      item.dataset.state = "sending";
      item.querySelector("p").textContent = "";
      item.querySelector("progress").hidden = false;
      look();
      queue = queue.then(() => item.isConnected && send(file, item, shot));
    }

    input.addEventListener("change", () => {
      Array.from(input.files).slice(0, most - count()).forEach((file) => {
        const item = element("li"), shot = {}, thumb = element("canvas", { width: 240, height: 240 });
        thumb.setAttribute("role", "img");
        thumb.setAttribute("aria-label", file.name);
        item.append(thumb, element("progress", { value: 0 }), element("p", { className: "hint" }), removal(item, shot));
        list.append(item);
        enqueue(file, item, shot);
      });
      input.value = "";
    });
    form.addEventListener("submit", (event) => {
      if (!count("sending") && !count("failed")) return;
      event.preventDefault();
      said.scrollIntoView({ block: "center" });
    });
    list.querySelectorAll("li").forEach((item) => item.append(removal(item, {})));
    look();
  }

  document.querySelectorAll("[data-photos]:not([data-begun])").forEach(begin);
})();
