// Live reload and the overlay of `sitegen serve`. Only the development server adds it.
"use strict";
(() => {
  const { generation, revision, tag } = document.currentScript.dataset;
  let looked = Number(revision);
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

  // What a build left for later changes few pages: this one is loaded again if its file did.
  const look = async (now) => {
    looked = now;
    try {
      const answer = await fetch(location.href, { method: "HEAD", cache: "no-store" });
      if (answer.headers.get("ETag") !== `"${tag}"`) location.reload();
    } catch {
      looked = -1; // the server has gone; where it comes back, look again
    }
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
        if (state.generation !== Number(generation)) location.reload();
        else if (state.revision !== looked) look(state.revision);
        showFailure(state.failure);
      });
    }
  };
  document.addEventListener("visibilitychange", connect);
  connect();
})();
