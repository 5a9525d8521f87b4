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

// A form with a file: the file can be dropped on it, and what is sent is shown. Without this it is a form like any other.
for (const form of document.querySelectorAll("form[data-upload]")) {
  const file = form.querySelector("input[type=file]");
  const { drop, sending, checking } = form.dataset;
  const zone = document.createElement("p");
  zone.className = "drop";
  zone.textContent = drop;
  const bar = document.createElement("progress");
  const status = document.createElement("span");
  const shown = document.createElement("p");
  shown.className = "sending";
  shown.hidden = true;
  shown.setAttribute("role", "status");
  shown.append(bar, " ", status);
  file.after(zone, shown);
  for (const kind of ["dragover", "dragleave", "drop"]) {
    form.addEventListener(kind, (event) => {
      event.preventDefault();
      zone.classList.toggle("over", kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files.length) {
        file.files = event.dataTransfer.files;
      }
    });
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      shown.hidden = false;
      bar.max = total;
      bar.value = loaded;
      status.textContent = loaded < total ? `${sending} ${Math.floor(100 * loaded / total)} %` : checking;
    });
    // Without an answer the browser sends it itself, and shows what it makes of that.
    request.addEventListener("error", () => form.submit());
    request.addEventListener("load", () => {
      if (request.status === 200) {
        location.assign(request.responseURL);
        return;
      }
      const answer = new DOMParser().parseFromString(request.responseText, "text/html");
      shown.hidden = true;
      const mistakes = answer.querySelector("#mistakes");
      if (!mistakes) {
        form.submit();
        return;
      }
      form.querySelector("#mistakes")?.remove();
      form.prepend(mistakes);
      mistakes.scrollIntoView();
    });
    request.open("POST", form.action || location.href);
    request.send(new FormData(form));
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
