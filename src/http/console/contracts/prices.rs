//! The prices of a contract's products.

use domain::contract::Contract;

use crate::web::console::{list::Cell, thing::Table};

/// Tier by tier.
pub(super) fn table(known: &Contract) -> Table {
    let products = known.agreement().map(|agreement| agreement.products);
    let mut rows = Vec::new();
    for product in products.unwrap_or_default() {
        for tier in &product.tiers {
            rows.push(vec![
                Cell::shown(&product.name),
                Cell::Number(tier.from),
                Cell::Number(tier.credits.get()),
                Cell::Won(tier.price.get()),
            ]);
        }
    }
    Table {
        id: "products",
        title: ("상품", "Products"),
        heads: &[
            (("상품", "Product"), false),
            (("몇 개부터", "From how many"), true),
            (("한 개의 크레딧", "Credits of one"), true),
            (("한 개의 값", "Price of one"), true),
        ],
        rows,
        empty: ("문서를 읽을 수 없습니다.", "The document cannot be read."),
    }
}
