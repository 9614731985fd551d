// What the page does beyond links and forms. Without this script everything still works, a page at a time.
document.documentElement.classList.add("js");

const hasChat = document.getElementById("ask") !== null;
if (hasChat) {
  startChat();
} else {
  startBrowse();
}

function startChat() {
  const form = document.getElementById("ask");
  const input = document.getElementById("q");
  const log = document.getElementById("log");
  const asked = recall();
  let recalled = asked.length;
  let draft = "";
  let busy = false;

  // On a phone, focus would push the keyboard over what there is to read.
  if (matchMedia("(pointer: fine)").matches) {
    input.focus({ preventScroll: true });
  }

  form.addEventListener("submit", event => {
    event.preventDefault();
    const question = input.value.trim();
    if (question && !busy) {
      remember(question);
      input.value = "";
      put({ question }, question, input);
    }
  });

  document.addEventListener("click", event => {
    const from = event.target instanceof Element ? event.target : null;
    if (!from || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }

    const example = from.closest("[data-ask]");
    const opener = from.closest("[data-open]");
    const citation = from.closest("a.cite");
    const copier = from.closest("[data-copy]");
    if (example) {
      event.preventDefault();
      remember(example.dataset.ask);
      put({ question: example.dataset.ask }, example.dataset.ask);
    } else if (opener) {
      event.preventDefault();
      const label = opener.textContent.trim();
      put({ open: opener.dataset.open, question: label }, label);
    } else if (citation) {
      event.preventDefault();
      showSource(citation);
    } else if (copier) {
      copy(copier);
    }
  });

  input.addEventListener("keydown", event => {
    if (event.key === "ArrowUp" && recalled > 0) {
      event.preventDefault();
      draft = recalled === asked.length ? input.value : draft;
      show(asked[--recalled]);
    } else if (event.key === "ArrowDown" && recalled < asked.length) {
      event.preventDefault();
      recalled++;
      show(recalled === asked.length ? draft : asked[recalled]);
    } else if (event.key === "Escape") {
      input.value = "";
      recalled = asked.length;
    }
  });

  document.addEventListener("keydown", event => {
    const typing = event.target instanceof Element && event.target.closest("input, textarea, select");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      input.focus();
    }
  });

  // Asks the bot and shows its answer; `keep` holds the focus, else the answer's heading takes it.
  async function put(body, shown, keep) {
    if (busy) {
      return;
    }

    busy = true;
    log.setAttribute("aria-busy", "true");
    document.getElementById("welcome")?.remove();
    const question = element("p", "question");
    question.append(element("span", "visually-hidden", "You asked: "), shown);
    log.append(question);
    const conversation = [...log.querySelectorAll(".answer")].at(-1)?.dataset.conversation;
    const answer = await fetchAnswer({ ...body, conversation });
    log.append(answer);
    log.removeAttribute("aria-busy");
    busy = false;
    if (answer.dataset.permalink) {
      history.replaceState(null, "", answer.dataset.permalink);
      document.title = `${answer.querySelector("h2").textContent} – MlOpsBot`;
    }

    (keep ?? answer.querySelector("h2") ?? input).focus({ preventScroll: true });
    question.scrollIntoView({ block: "start" });
  }

  async function fetchAnswer(body) {
    try {
      const response = await fetch("/api/ask", {
        method: "POST",
        headers: { "Content-Type": "application/json", "Accept": "text/html, application/problem+json" },
        body: JSON.stringify(body),
      });
      const text = await response.text();
      if (response.ok) {
        const parsed = new DOMParser().parseFromString(text, "text/html");
        return document.importNode(parsed.querySelector(".answer"), true);
      }

      const problem = response.headers.get("Content-Type")?.includes("json") ? JSON.parse(text) : null;
      return notice(problem ? `${problem.title}. ${problem.detail}` : `The bot answered with an error (${response.status}). Try again in a moment.`);
    } catch {
      return notice("The bot cannot be reached. Is it still running? Ask again once it is.");
    }
  }

  function show(text) {
    input.value = text;
    input.setSelectionRange(text.length, text.length);
  }

  function remember(question) {
    if (asked.at(-1) !== question) {
      asked.push(question);
    }

    recalled = asked.length;
    try {
      sessionStorage.setItem("asked", JSON.stringify(asked.slice(-50)));
    } catch {
      // Storage may be switched off; what was asked is then forgotten with the page.
    }
  }

  function recall() {
    try {
      const stored = JSON.parse(sessionStorage.getItem("asked") ?? "[]");
      return Array.isArray(stored) ? stored.filter(item => typeof item === "string") : [];
    } catch {
      return [];
    }
  }
}

function showSource(citation) {
  const source = document.getElementById(decodeURIComponent(citation.hash.slice(1)));
  if (source) {
    source.closest("details").open = true;
    source.focus();
    source.scrollIntoView({ block: "nearest" });
  }
}

async function copy(button) {
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(button.closest(".answer").dataset.text);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Not allowed";
  }

  setTimeout(() => { button.textContent = before; }, 2000);
}

function notice(text) {
  return element("p", "notice", text);
}

function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  if (text) {
    made.textContent = text;
  }

  return made;
}

function startBrowse() {
  const form = document.getElementById("filter");
  if (!form) {
    return;
  }

  const words = document.getElementById("words");
  const cards = [...document.querySelectorAll(".shelf li")];

  form.addEventListener("submit", event => event.preventDefault());
  form.addEventListener("input", apply);
  document.addEventListener("keydown", event => {
    if (event.key === "/" && event.target !== words) {
      event.preventDefault();
      words.focus();
    }
  });

  function apply() {
    const wanted = words.value.toLowerCase().split(" ").filter(Boolean);
    const phase = new FormData(form).get("phase");
    for (const card of cards) {
      card.hidden = !wanted.every(word => card.dataset.words.includes(word))
        || (phase !== "" && !card.dataset.phases.split(" ").includes(phase));
    }

    for (const shelf of document.querySelectorAll(".shelf")) {
      shelf.hidden = !shelf.querySelector("li:not([hidden])");
    }

    document.getElementById("shown").textContent = `${cards.filter(card => !card.hidden).length} of ${cards.length} cards`;
    const query = new URLSearchParams(Object.entries({ filter: words.value, phase }).filter(([, value]) => value));
    history.replaceState(null, "", query.size > 0 ? `/browse?${query}` : "/browse");
  }
}
