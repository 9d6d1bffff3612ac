// Opens a provider's payment window by the provider's own script, for the order that the page describes. Served as it
// is, with the provider's part behind it, and without anything of an order in it; what it needs stands in the page as
// data attributes. It fetches the provider's script itself, so that the page answers the buyer while that one hangs.
"use strict";

// A provider says whether its script is there, what it is asked for an order, and, where its refusals have codes, what
// becomes of one.
function opensWindow({ there, ask, refused }) {
  // How long a buyer is let wait for the provider's script, and then for its window, before the page says so.
  const PATIENCE_MS = 10000;

  const order = document.getElementById("window").dataset;
  const button = document.getElementById("open");
  const opening = document.getElementById("opening");
  const trouble = document.getElementById("trouble");
  let turns = 0;
  let fetched = 0;
  let loading = null;

  function load() {
    if (there()) return Promise.resolve();
    if (loading) return loading;
    loading = new Promise((loaded, failed) => {
      const script = document.createElement("script");
      const late = setTimeout(() => failed(new Error("late")), PATIENCE_MS);
      script.addEventListener("load", () => {
        clearTimeout(late);
        if (there()) loaded();
        else failed(new Error("nothing in it"));
      });
      script.addEventListener("error", () => {
        clearTimeout(late);
        failed(new Error("not loaded"));
      });
      const source = new URL(order.script);
      // A browser has a second request for one address wait for the first, which may be the one that hangs.
      if (fetched > 0) source.searchParams.set("again", String(fetched));
      fetched += 1;
      script.src = source.href;
      document.head.append(script);
    });
    // The next press fetches it anew.
    loading.catch(() => { loading = null; });
    return loading;
  }

  // Nothing was taken, whatever went wrong here: the same button tries again.
  function show(what) {
    button.disabled = what === opening;
    opening.hidden = what !== opening;
    trouble.hidden = what !== trouble;
  }

  async function open() {
    const turn = (turns += 1);
    show(opening);
    try {
      await load();
    } catch {
      show(trouble);
      return;
    }
    setTimeout(() => { if (turn === turns) show(trouble); }, PATIENCE_MS);
    try {
      await ask(order);
    } catch (error) {
      // An earlier press, whose window the buyer has given up for another.
      if (turn !== turns) return;
      if (refused) refused(order, error);
      else show(trouble);
    }
  }

  button.addEventListener("click", open);
  // A browser that goes back shows the page as it was left.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    turns += 1;
    show(null);
  });
  show(null);
  // Fetched ahead, so that a press finds it there. What fails here is told when somebody presses.
  load().catch(() => {});
}
