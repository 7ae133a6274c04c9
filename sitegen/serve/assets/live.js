// Live reload and the overlay of `sitegen serve`. Only the development server adds it.
"use strict";
(() => {
  const shown = Number(document.currentScript.dataset.generation);
  let events = null;
  let overlay = null;

  const line = (name, text) => {
    const element = document.createElement("p");
    element.className = name;
    element.textContent = text;
    return element;
  };

  // The site's own styles cannot reach into a shadow tree.
  const showFailure = (failure) => {
    overlay?.remove();
    overlay = null;
    if (!failure) return;
    overlay = document.createElement("sitegen-overlay");
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = "/__sitegen/live.css";
    const box = document.createElement("section");
    box.setAttribute("role", "alert");
    box.append(line("title", "The build failed; this is the last good site."));
    for (const name of ["place", "message", "source", "hint"]) {
      if (failure[name]) box.append(line(name, failure[name]));
    }
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = "Close";
    close.addEventListener("click", () => showFailure(null));
    box.append(close);
    overlay.attachShadow({ mode: "open" }).append(style, box);
    document.body.append(overlay);
  };

  // A browser allows six connections to one server: a tab that nobody sees lets go of its.
  const connect = () => {
    if (document.hidden) {
      events?.close();
      events = null;
    } else if (!events) {
      events = new EventSource("/__sitegen/events");
      events.addEventListener("message", (message) => {
        const state = JSON.parse(message.data);
        if (state.generation === shown) showFailure(state.failure);
        else location.reload();
      });
    }
  };
  document.addEventListener("visibilitychange", connect);
  connect();
})();
