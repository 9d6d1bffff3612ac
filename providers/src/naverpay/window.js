// The calls of Naver Pay's script. It reports no refusals: it leaves the page, or it does not.
opensWindow({
  there: () => Boolean(window.Naver && window.Naver.Pay),

  ask: (order) => {
    const pay = window.Naver.Pay.create({
      mode: order.mode,
      clientId: order.clientId,
      chainId: order.chainId,
      payType: "normal",
      openType: "page",
    });
    return pay.open(JSON.parse(order.request));
  },
});
