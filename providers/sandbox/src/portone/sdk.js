// A stand-in for PortOne's script (https://cdn.portone.io/v2/browser-sdk.js), written from its documented interface:
// PortOne.requestPayment(request). It opens a window of the simulator and goes there; a refusal before the window resolves
// the promise with a code, as the real one does.
"use strict";
(() => {
  const windows = new URL("windows", document.currentScript.src);

  async function requestPayment(request) {
    const answer = await fetch(windows, { method: "POST", body: JSON.stringify(request) });
    const told = await answer.json();
    if (!answer.ok) {
      const { code, message } = told;
      return { transactionType: "PAYMENT", paymentId: request.paymentId, code, message };
    }
    window.location.assign(told.url);
    // The browser leaves the page, so this promise never resolves.
    return new Promise(() => {});
  }

  window.PortOne = { requestPayment };
})();
