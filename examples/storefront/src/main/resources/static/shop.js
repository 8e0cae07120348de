import { fingerprint } from "/fingerprint.js";

const CHOICE = "recognition";
const CLOSED = "closed-offer";
const byId = (id) => document.getElementById(id);
const meta = (name) => document.querySelector(`meta[name="${name}"]`).content;
const euros = (amount) => `\u20ac ${Number(amount).toFixed(2)}`;

async function ask(method, path, body) {
  const headers = { Accept: "application/json" };
  if (method !== "GET") {
    headers[meta("csrf-header")] = meta("csrf-token");
  }
  if (body) {
    headers["Content-Type"] = "application/json";
  }
  return fetch(path, { method, headers, body: body && JSON.stringify(body) });
}

function choice() {
  return localStorage.getItem(CHOICE);
}

async function choose(value) {
  localStorage.setItem(CHOICE, value);
  byId("consent").hidden = true;
  showChoice();
  if (value === "yes") {
    await track();
    await look();
  } else {
    byId("show-offer").hidden = true;
    await ask("DELETE", "/api/visits");
  }
}

function showChoice() {
  if (byId("choice")) {
    byId("choice").textContent =
      { yes: "recognise this browser", no: "do not recognise it" }[choice()] || "not made yet";
  }
}

async function track() {
  await ask("POST", "/api/visits", { fingerprint: await fingerprint() });
}

async function noteProduct() {
  const product = document.querySelector("[data-product]");
  if (product) {
    await ask("POST", "/api/events", { type: "product_viewed", product: product.dataset.product });
  }
}

async function look() {
  const answer = await ask("GET", "/api/offers/current");
  if (!answer.ok) {
    return;
  }
  const { offer, greeting } = await answer.json();
  if (!offer) {
    return;
  }
  fill(offer, greeting);
  byId("show-offer").hidden = false;
  byId("show-offer").onclick = () => open(offer);
  const busy = ["/cart", "/checkout", "/sign-in"].includes(location.pathname);
  if (!busy && sessionStorage.getItem(CLOSED) !== offer.id) {
    await open(offer);
  }
}

function fill(offer, greeting) {
  byId("offer-title").textContent = greeting
    ? `${greeting}, a bundle made for you`
    : "Welcome back: a bundle made for you";
  byId("offer-lines").replaceChildren(
    ...offer.lines.map((line) => {
      const row = document.createElement("tr");
      for (const text of [line.name, `${line.quantity} x`, euros(line.unitPrice)]) {
        row.append(Object.assign(document.createElement("td"), { textContent: text }));
      }
      row.lastChild.className = "number";
      return row;
    }),
  );
  byId("offer-base").textContent = euros(offer.basePrice);
  byId("offer-final").textContent = euros(offer.finalPrice);
  byId("offer-discount").textContent = euros(offer.discount);
  byId("offer-points").textContent = `With ${offer.bonusPoints} bonus points.`;
  byId("offer-days").textContent =
    offer.daysLeft === 1 ? "This is its last day." : `It stands for ${offer.daysLeft} more days.`;
}

async function open(offer) {
  const dialog = byId("offer");
  if (dialog.open) {
    return;
  }
  byId("offer-problem").textContent = "";
  byId("offer-accept").onclick = () => answer(offer, "accept");
  byId("offer-decline").onclick = () => answer(offer, "decline");
  byId("offer-later").onclick = () => dialog.close();
  // Also by Escape: closing answers nothing, and the offer stays behind its button.
  dialog.onclose = () => sessionStorage.setItem(CLOSED, offer.id);
  dialog.showModal();
  if (offer.status === "pending") {
    await ask("POST", `/api/offers/${encodeURIComponent(offer.id)}/view`);
  }
}

async function answer(offer, step) {
  const reply = await ask("POST", `/api/offers/${encodeURIComponent(offer.id)}/${step}`);
  if (!reply.ok) {
    const problem = await reply.json();
    byId("offer-problem").textContent = problem.detail;
    return;
  }
  byId("offer").close();
  byId("show-offer").hidden = true;
  if (step === "accept") {
    location.assign("/cart");
  }
}

async function start() {
  byId("consent-yes").onclick = () => choose("yes");
  byId("consent-no").onclick = () => choose("no");
  if (byId("choose-yes")) {
    byId("choose-yes").onclick = () => choose("yes");
    byId("choose-no").onclick = () => choose("no");
  }
  showChoice();
  byId("consent").hidden = choice() !== null;
  if (choice() === "yes") {
    if (meta("tracked") !== "true") {
      await track();
    }
    await noteProduct();
  }
  // Who signed in has an offer without being recognised.
  await look();
  document.documentElement.dataset.ready = "true";
}

await start();
