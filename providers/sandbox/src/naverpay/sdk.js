// A stand-in for Naver Pay's script (https://nsp.pay.naver.com/sdk/js/naverpay.min.js), written from its documented
// interface: Naver.Pay.create(settings).open(request). It reserves a payment of the simulator and goes to its window.
// The real script's way to reserve is not documented; this one calls an address of the simulator's own.
"use strict";
(() => {
  const reserve = new URL("../reserve", document.currentScript.src);

  async function open(settings, request) {
    const body = JSON.stringify({ settings, request });
    const answer = await fetch(reserve, { method: "POST", body });
    const told = await answer.json();
    if (told.code !== "Success") throw new Error(told.message);
    window.location.assign(told.body.windowUrl);
    // The browser leaves the page, so this promise never resolves.
    return new Promise(() => {});
  }

  window.Naver = { Pay: { create: (settings) => ({ open: (request) => open(settings, request) }) } };
})();
