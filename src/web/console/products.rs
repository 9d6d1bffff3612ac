//! The catalogue at the desk.

use askama::Template;
use domain::money::{Credits, Won};

use super::{Frame, list::Cell};
use crate::web::format;

/// A product.
#[derive(Debug)]
pub(crate) struct Product {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) credits: Credits,
    pub(crate) price: Won,
    pub(crate) sale: Cell,
    /// The only numbers sold; empty where any is.
    pub(crate) quantities: String,
}

/// A plan of memberships.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) credits: Credits,
    pub(crate) price: Won,
    /// Whether each month is paid by an order here.
    pub(crate) by_order: bool,
}

#[derive(Debug, Template)]
#[template(path = "console/products.html", config = "src/web/askama.toml")]
pub(crate) struct OnSale {
    pub(crate) frame: Frame,
    /// Version of the policy that orders opened now are under.
    pub(crate) policy: String,
    pub(crate) products: Vec<Product>,
    pub(crate) plans: Vec<Plan>,
}
