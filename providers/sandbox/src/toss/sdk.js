// A stand-in for Toss's script (https://js.tosspayments.com/v2/standard), written from its documented
// interface: TossPayments(clientKey).payment({ customerKey }).requestPayment(request). It opens a payment
// window of the simulator and goes there; a refusal rejects the promise with a code, as the real one does.
"use strict";
(() => {
  const windows = new URL("windows", document.currentScript.src);

  async function requestPayment(clientKey, customerKey, request) {
    const body = JSON.stringify({ clientKey, customerKey, request });
    const answer = await fetch(windows, { method: "POST", body });
    const told = await answer.json();
    if (!answer.ok) throw Object.assign(new Error(told.message), { code: told.code });
    window.location.assign(told.checkout.url);
    // The browser leaves the page, so this promise never resolves.
    return new Promise(() => {});
  }

  function TossPayments(clientKey) {
    return {
      payment: ({ customerKey }) => ({
        requestPayment: (request) => requestPayment(clientKey, customerKey, request),
      }),
    };
  }
  TossPayments.ANONYMOUS = "ANONYMOUS";
  window.TossPayments = TossPayments;
})();
