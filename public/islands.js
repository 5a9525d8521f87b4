// Starts the islands of a page, and tells the server the browser's time zone. Nothing else runs in the browser.

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && /^[A-Za-z0-9_+\/-]+$/.test(zone)) {
  document.cookie = `browser_zone=${zone}; Path=/; Max-Age=31536000; SameSite=Lax`;
}

if (document.querySelector("leptos-island")) {
  const { script, wasm } = document.body.dataset;
  const islands = await import(script);
  await islands.default({ module_or_path: wasm });
  islands.hydrate();
  start(document.body, islands);
}

/** Outer islands first: an island makes its children ready before they start. */
function start(element, islands) {
  if (element.localName === "leptos-island") {
    islands[element.dataset.component]?.(element);
  }
  for (const child of element.children) {
    start(child, islands);
  }
}
