// Three small helps for pages of buyers. Each page can be used without them.
//
// * `main[data-turn]` is looked at again every so many seconds, and shown anew once it says something else.
// * `[data-copy]` copies its text. It stays hidden where the browser cannot copy.
// * `[data-until]` says how much time is left until that second since 1970.
"use strict";

(() => {
    const main = document.querySelector("main[data-turn]");
    const page = main?.dataset.page || location.href;

    async function look() {
        if (document.hidden) return;
        // A page that leads elsewhere by now is opened, not followed here.
        // The header says that nobody asked: it does not keep a session from ending.
        const answer = await fetch(page, { redirect: "manual", cache: "no-store", headers: { "x-turning": "1" } });
        if (answer.type === "opaqueredirect") return location.replace(page);
        if (!answer.ok) return;
        const next = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
        if (next && next.dataset.standing !== main.dataset.standing) location.replace(page);
    }

    if (main) {
        setInterval(() => look().catch(() => {}), Number(main.dataset.turn) * 1000);
        document.addEventListener("visibilitychange", () => look().catch(() => {}));
    }

    for (const button of document.querySelectorAll("[data-copy]")) {
        if (!navigator.clipboard) break;
        const words = button.textContent;
        button.hidden = false;
        button.addEventListener("click", async () => {
            try {
                await navigator.clipboard.writeText(button.dataset.copy);
            } catch {
                return;
            }
            button.textContent = button.dataset.done;
            setTimeout(() => (button.textContent = words), 2000);
        });
    }

    for (const place of document.querySelectorAll("[data-until]")) {
        const [days, hours, minutes] = place.dataset.units.split(" ");
        const say = () => {
            const left = Math.floor((Number(place.dataset.until) * 1000 - Date.now()) / 60000);
            if (left < 0) {
                place.textContent = place.dataset.over;
                return;
            }
            const parts = [[Math.floor(left / 1440), days], [Math.floor(left / 60) % 24, hours], [left % 60, minutes]];
            const shown = parts.filter(([number]) => number > 0).map(([number, unit]) => `${number}${unit}`);
            place.textContent = `${shown.join(" ") || `0${minutes}`} ${place.dataset.left}`;
        };
        say();
        setInterval(say, 30000);
    }
})();
