// Opens a provider's payment window by the provider's own script, for the order that the page describes. It is served
// as a constant, followed by the provider's part, and contains nothing of an order; the page holds the order's data
// as data attributes. It fetches the provider's script itself, so that the page answers the buyer while that script
// hangs.
"use strict";

// A provider defines whether its script is there, how it is called for an order, and, where its refusals have codes,
// the result of one.
function opensWindow({ there, ask, refused }) {
  // How long a buyer waits for the provider's script, and then for its window, before the page reports it.
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
      // A browser makes a second request for one address wait for the first, which may be the one that hangs.
      if (fetched > 0) source.searchParams.set("again", String(fetched));
      fetched += 1;
      script.src = source.href;
      document.head.append(script);
    });
    // The next press fetches it anew.
    loading.catch(() => { loading = null; });
    return loading;
  }

  // No money was taken, whatever went wrong here: the same button tries again.
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
      // An earlier press, whose window the buyer replaced by another.
      if (turn !== turns) return;
      if (refused) refused(order, error);
      else show(trouble);
    }
  }

  button.addEventListener("click", open);
  // A browser that goes back shows the page in its last state.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    turns += 1;
    show(null);
  });
  show(null);
  // Fetched in advance, so that it is there for a press. A failure is reported at the press.
  load().catch(() => {});
}
