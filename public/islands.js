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

/**
 * Outer islands first. What an island holds for its children is set at `leptos-children`; it is handed on just before an island inside starts.
 */
function start(element, islands, prepare) {
  if (element.localName === "leptos-island") {
    prepare?.();
    islands[element.dataset.component]?.(element);
  }
  const inner = element.localName === "leptos-children" ? element.$$on_hydrate : prepare;
  for (const child of element.children) {
    start(child, islands, inner);
  }
}
