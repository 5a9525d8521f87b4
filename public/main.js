// All script of a page: tells the server the browser's time zone, copies, and starts the islands where a page has some. It is so small because most
// pages have none, and then load no WASM.

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && /^[A-Za-z0-9_+\/-]+$/.test(zone)) {
  document.cookie = `browser_zone=${zone}; Path=/; Max-Age=31536000; SameSite=Lax`;
}

// They are hidden until there is something that copies, which browsers have on safe connections only.
for (const button of navigator.clipboard ? document.querySelectorAll("button[data-copy]") : []) {
  const { copy, done } = button.dataset;
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.textContent = await navigator.clipboard.writeText(copy).then(() => done, () => label);
    setTimeout(() => { button.textContent = label; }, 2000);
  });
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
