// Keeps the page up to date: asks for it again, and takes over what is different. The gateway writes everything that is shown, so nothing is
// turned into markup here.
"use strict";
(() => {
  const EVERY = 2000; // milliseconds, and more while nobody looks
  const UNSEEN = 10000;

  const trouble = document.getElementById("trouble");
  const outcome = document.getElementById("outcome");
  const token = document.getElementById("token");
  let timer = 0;
  let lastAnswer = new Date();

  document.documentElement.classList.add("live");

  // --- what is different

  const keyOf = (node) => (node.nodeType === Node.ELEMENT_NODE ? node.id : "");
  const alike = (one, other) => one.nodeName === other.nodeName && keyOf(one) === keyOf(other);

  /** Makes `old` like `next`, and keeps the elements it has: whoever has selected a text or stands on a button keeps that. */
  function adopt(old, next) {
    if (old.nodeType !== Node.ELEMENT_NODE) {
      if (old.nodeValue !== next.nodeValue) {
        old.nodeValue = next.nodeValue;
      }
      return;
    }
    for (const { name } of [...old.attributes]) {
      if (!next.hasAttribute(name)) {
        old.removeAttribute(name);
      }
    }
    for (const { name, value } of next.attributes) {
      if (old.getAttribute(name) !== value) {
        old.setAttribute(name, value);
      }
    }
    adoptChildren(old, next);
  }

  function adoptChildren(old, next) {
    const keyed = new Map();
    for (const child of old.children) {
      if (child.id) {
        keyed.set(child.id, child);
      }
    }
    let at = old.firstChild;
    for (const child of [...next.childNodes]) {
      const known = keyed.get(keyOf(child));
      if (known && known !== at) {
        old.insertBefore(known, at);
        at = known;
      }
      if (at && alike(at, child)) {
        adopt(at, child);
        at = at.nextSibling;
      } else {
        old.insertBefore(document.importNode(child, true), at);
      }
    }
    while (at) {
      const gone = at;
      at = at.nextSibling;
      gone.remove();
    }
  }

  // --- asking

  async function refresh() {
    clearTimeout(timer);
    try {
      const response = await fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(5000) });
      if (!response.ok) {
        throw new Error("HTTP " + response.status);
      }
      const next = new DOMParser().parseFromString(await response.text(), "text/html");
      for (const old of document.querySelectorAll("[data-live]")) {
        const part = next.getElementById(old.id);
        if (part) {
          adopt(old, part);
        }
      }
      document.title = next.title;
      lastAnswer = new Date();
      trouble.hidden = true;
    } catch (e) {
      trouble.textContent = "No answer since " + lastAnswer.toLocaleTimeString() + ": " + e.message
        + ". What you see is from then.";
      trouble.hidden = false;
    }
    clearTimeout(timer);
    timer = setTimeout(refresh, document.hidden ? UNSEEN : EVERY);
  }

  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) {
      refresh();
    }
  });

  // --- actions

  async function act(button) {
    const verb = button.textContent;
    if (!token.value) {
      outcome.textContent = "The admin token is needed.";
      token.focus();
      return;
    }
    if (!confirm(verb + " " + button.dataset.whom + "?")) {
      return;
    }
    try {
      const response = await fetch(button.dataset.action, {
        method: "POST",
        headers: { Authorization: "Bearer " + token.value },
      });
      const answer = await response.json();
      outcome.textContent = response.ok
        ? verb + " " + button.dataset.whom + ": done."
        : verb + " " + button.dataset.whom + " failed: " + answer.error + " (expected: " + answer.expected + ")";
    } catch (e) {
      outcome.textContent = verb + " failed: " + e.message;
    }
    refresh();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-action]");
    if (button) {
      act(button);
    }
  });

  timer = setTimeout(refresh, EVERY);
})();
