// The calls of Toss's script, by its documented interface: payment().requestPayment().
opensWindow({
  there: () => typeof window.TossPayments === "function",

  ask: (order) => {
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
    const toss = window.TossPayments(order.clientKey);
    return toss.payment({ customerKey: window.TossPayments.ANONYMOUS }).requestPayment(asked);
  },

  // Refused before the window came up, or closed in it: our own page shows what it means.
  refused: (order, error) => {
    const back = new URL(order.failUrl);
    back.searchParams.set("code", String((error && error.code) || "PAY_PROCESS_ABORTED"));
    window.location.assign(back);
  },
});
