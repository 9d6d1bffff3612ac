// Asks Toss's script to open its payment window for the order that the page describes. Served as it is,
// without anything of an order in it; what it needs stands in the page as data attributes.
"use strict";
(() => {
  const order = document.getElementById("window").dataset;
  const button = document.getElementById("open");
  const trouble = document.getElementById("trouble");

  function request() {
    const asked = {
      method: order.method,
      amount: { currency: "KRW", value: Number(order.amount) },
      orderId: order.orderId,
      orderName: order.orderName,
      successUrl: order.successUrl,
      failUrl: order.failUrl,
      windowTarget: "self",
    };
    if (order.customerName) asked.customerName = order.customerName;
    if (order.taxFreeAmount) asked.taxFreeAmount = Number(order.taxFreeAmount);
    if (order.flowMode) asked.card = { flowMode: order.flowMode };
    if (order.validHours) asked.virtualAccount = { validHours: Number(order.validHours) };
    return asked;
  }

  async function open() {
    button.disabled = true;
    trouble.hidden = true;
    if (typeof window.TossPayments !== "function") {
      // Blocked, or not loaded: nothing was begun, and the same button tries again after a reload.
      trouble.hidden = false;
      button.disabled = false;
      return;
    }
    try {
      const toss = window.TossPayments(order.clientKey);
      const payment = toss.payment({ customerKey: window.TossPayments.ANONYMOUS });
      await payment.requestPayment(request());
    } catch (error) {
      // Refused before the window came up, or closed in it: our own page says what it means.
      const back = new URL(order.failUrl);
      back.searchParams.set("code", String((error && error.code) || "PAY_PROCESS_ABORTED"));
      window.location.assign(back);
    }
  }

  button.addEventListener("click", open);
  // A browser that goes back shows the page as it was left.
  window.addEventListener("pageshow", () => { button.disabled = false; });
})();
