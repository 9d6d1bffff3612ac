// The calls of PortOne's script, by its documented interface: PortOne.requestPayment(). On a phone it leaves the page and comes
// back to redirectUrl; elsewhere it may answer here. What it answers is brought back the same way.
opensWindow({
  there: () => Boolean(window.PortOne && window.PortOne.requestPayment),

  ask: async (order) => {
    const asked = {
      storeId: order.storeId,
      channelKey: order.channelKey,
      paymentId: order.paymentId,
      orderName: order.orderName,
      totalAmount: Number(order.totalAmount),
      currency: "KRW",
      payMethod: order.payMethod,
      redirectUrl: order.successUrl,
    };
    if (order.taxFreeAmount) asked.taxFreeAmount = Number(order.taxFreeAmount);
    if (order.customerName) asked.customer = { fullName: order.customerName };
    if (order.productType) asked.productType = order.productType;
    if (order.validHours) {
      asked.virtualAccount = { accountExpiry: { validHours: Number(order.validHours) } };
    }
    const told = await window.PortOne.requestPayment(asked);
    // Nothing: the browser leaves the page.
    if (!told) return;
    if (told.code !== undefined) throw told;
    const back = new URL(order.successUrl);
    for (const name of ["paymentId", "txId", "paymentToken"]) {
      if (told[name]) back.searchParams.set(name, told[name]);
    }
    window.location.assign(back);
  },

  // Refused before the window came up, or closed in it: our own page shows what it means.
  refused: (order, error) => {
    const back = new URL(order.failUrl);
    back.searchParams.set("code", String((error && error.code) || "WINDOW_FAILED"));
    window.location.assign(back);
  },
});
