//! The desk: pages for the seller's support, behind a sign-in (`door`). Every page and every act stands in one table, with
//! what it needs (`access::Need`); the router, the door and the tests of roles go by it. A page shows what flows read,
//! and an act asks a flow: no rule is here.
//!
//! The pages are no part of the API, so the table is not that of `routes` and its document.

mod account;
mod acts;
mod approvals;
mod audits;
mod campaigns;
mod cells;
mod contracts;
mod contradictions;
mod customers;
mod deposits;
mod disputes;
pub(super) mod door;
mod endpoints;
mod events;
mod figures;
mod first;
mod holds;
mod inbox;
mod jobs;
mod keys;
mod list;
mod nav;
mod operators;
mod orders;
mod payment;
mod payments;
mod policies;
mod products;
mod receipts;
mod reconciling;
mod refunding;
mod refunds;
mod reported;
mod search;
mod settling;
mod sign_in;
mod spends;
mod subscriptions;
mod tax_invoices;
mod thing;

use super::route::{Gives, Handler, Route, Takes, Verb, at_once};
use crate::access::Need::{self, Act, Decide, Manage, See, SeeAll};

/// Lines of the table: verb, path, need, handler and what it is for.
macro_rules! desk {
    ($($verb:ident $path:literal, $need:ident, $handler:path, $about:literal;)+) => {
        /// Every page and every act for operators.
        static PAGES: &[Route] = &[$(
            Route::desk(crate::http::route::routes!($verb), $path, $need, $about, |app, visit, ask| {
                Box::pin($handler(app, visit, ask))
            })
        ),+];
    };
}

desk! {
    get "/console", See, first::show, "What waits for somebody";
    get "/console/search", See, search::show, "What the search box finds";
    get "/console/customers/{customer}", See, customers::show, "A customer: balance, lots and their ends, orders";
    get "/console/customers/{customer}/history", See, customers::history, "What happened to a customer's credits";
    get "/console/customers/{customer}/grant", Act, customers::grant::form, "The form of a grant";
    post "/console/customers/{customer}/grant", Act, customers::grant::grant, "Gives credits without a payment once it is confirmed";
    get "/console/customers/{customer}/redeem", Manage, customers::redeem::form, "The form of a code";
    post "/console/customers/{customer}/redeem", Manage, customers::redeem::redeem, "Gives the credits of a code once it is confirmed";
    get "/console/customers/{customer}/waive", Manage, customers::waive::form, "The form of a waiver";
    post "/console/customers/{customer}/waive", Manage, customers::waive::waive, "Lets a customer off a debt once it is confirmed";
    get "/console/customers/{customer}/freeze", Act, customers::standing::freeze_form, "The form of a freeze";
    post "/console/customers/{customer}/freeze", Act, customers::standing::freeze, "Freezes an account once it is confirmed";
    get "/console/customers/{customer}/unfreeze", Act, customers::standing::unfreeze_form, "The form of opening an account again";
    post "/console/customers/{customer}/unfreeze", Act, customers::standing::unfreeze, "Opens a frozen account again once it is confirmed";
    get "/console/customers/{customer}/closing", Act, customers::closing::show, "How far the closing of an account is";
    post "/console/customers/{customer}/closing/quote", Act, customers::closing::quote, "Works out what closing gives back and loses";
    post "/console/customers/{customer}/closing", Act, customers::closing::close, "Closes an account once it is confirmed, after its refunds";
    get "/console/customers/{customer}/statement", See, customers::statement::show, "A statement of a period, and its files";
    get "/console/customers/{customer}/link", Act, customers::link::form, "The form of a link to the customer's own page";
    post "/console/customers/{customer}/link", Act, customers::link::make, "Makes a link to the customer's own page, and shows it once";
    get "/console/spends/{id}", See, spends::show, "A use of credits, and the lots it took from";
    post "/console/spends/{id}/reverse", Manage, spends::reverse, "Gives a use back once it is confirmed";
    get "/console/customers/{customer}/holds", See, holds::list, "What services set aside of a customer's credits";
    get "/console/holds/{id}", See, holds::show, "Credits that were set aside";
    post "/console/holds/{id}/release", Manage, holds::release, "Releases what was set aside once it is confirmed";
    get "/console/subscriptions/{id}", See, subscriptions::show, "A membership and its months";
    post "/console/subscriptions/{id}/pause", Act, subscriptions::pause, "Pauses a membership once it is confirmed";
    post "/console/subscriptions/{id}/resume", Act, subscriptions::resume, "Resumes a paused membership once it is confirmed";
    post "/console/subscriptions/{id}/end", Act, subscriptions::end, "Ends a membership once it is confirmed";
    post "/console/subscriptions/{id}/change", Act, subscriptions::change, "Moves a membership to another plan once it is confirmed";
    get "/console/customers", See, customers::all, "All customers";
    get "/console/debts", See, customers::debts, "Customers who owe credits";
    get "/console/orders", See, orders::list, "All orders";
    get "/console/orders/{id}", See, orders::show, "An order, and what came of it";
    post "/console/orders/{id}/cancel", Act, orders::cancel, "Gives an unpaid order up";
    get "/console/payments", See, payments::list, "All payments";
    get "/console/payments/{id}", See, payment::show, "A payment: what came in, what the books did, what went back";
    post "/console/payments/{id}/quotes", Act, refunding::quote, "Works out what the policy gives back now";
    get "/console/quotes/{id}", See, refunding::show, "What would go back, line by line, and why";
    post "/console/quotes/{id}/refund", Act, refunding::refund, "Says what a refund will do, and does it once it is confirmed";
    get "/console/refunds", See, refunds::list, "All refunds";
    get "/console/refunds/{id}", See, refunds::show, "A refund, and how it stands";
    post "/console/refunds/{id}/payout", Act, refunds::read_account, "Shows the account of a refund by hand in full, which is recorded";
    post "/console/refunds/{id}/paid", Act, refunds::paid_by_hand, "Says that a person transferred the money";
    post "/console/refunds/{id}/bounced", Act, refunds::came_back, "Says that the transfer came back";
    post "/console/refunds/{id}/account", Act, refunds::give_account, "Gives a refund by hand its account";
    post "/console/refunds/{id}/declined", Act, refunds::decline, "Ends a refund by hand without a transfer";
    get "/console/cash-receipts", See, receipts::list, "Cash receipts that a person has to issue or cancel";
    get "/console/cash-receipts/{id}", See, receipts::show, "A cash receipt, and how it stands";
    post "/console/cash-receipts/{id}/number", Act, receipts::number, "Shows whose a cash receipt is, which is recorded";
    post "/console/cash-receipts/{id}/issued", Act, receipts::issued, "Records that it was issued, or cancelled, once it is confirmed";
    post "/console/cash-receipts/{id}/change", Act, receipts::change, "Asks for a receipt for another number or purpose in place of an issued one, once it is confirmed";
    post "/console/cash-receipts/{id}/failed", Act, receipts::failed, "Records that it could not be done, once it is confirmed";
    post "/console/payments/{id}/disputes", Act, disputes::opening::open, "Records a dispute of a payment once it is confirmed";
    post "/console/payments/{id}/tax-invoices", Act, tax_invoices::recording::record, "Records a tax invoice of a payment once it is confirmed";
    get "/console/tax-amendments", See, tax_invoices::due::list, "Payments of which an amended tax invoice is due";
    get "/console/disputes", See, disputes::list, "Disputes at card companies";
    get "/console/disputes/{id}", See, disputes::show, "A dispute, and how it stands";
    post "/console/disputes/{id}/won", Act, disputes::acts::won_it, "Records that a dispute was won, once it is confirmed";
    post "/console/disputes/{id}/lost", Act, disputes::acts::lost_it, "Records that a dispute was lost, once it is confirmed";
    post "/console/disputes/{id}/reinstated", Act, disputes::acts::reinstated, "Records that the money of a lost dispute came again, once it is confirmed";
    get "/console/deposits", See, deposits::list, "Deposits, by state";
    get "/console/deposits/{id}", See, deposits::show, "A deposit, why it waits, and the orders it may pay";
    post "/console/deposits/{id}/name", Act, deposits::unmask, "Shows the sender's name in full, which is recorded";
    post "/console/deposits/{id}/match", Act, deposits::pair, "Matches a deposit to an order once it is confirmed";
    post "/console/deposits/{id}/return", Act, deposits::give_back, "Says that the money was sent back";
    post "/console/deposits/{id}/repeat", Act, deposits::repeat, "Says that it is money reported before";
    post "/console/deposits/{id}/new", Act, deposits::new_money, "Says that it is money of its own";
    get "/console/contradictions", See, contradictions::list, "Payments of which providers say something else than the books";
    get "/console/contradictions/{id}", See, contradictions::show, "Both sides of a contradiction";
    post "/console/contradictions/{id}/accept", Act, contradictions::accept, "Books the payment as the provider has it";
    post "/console/contradictions/{id}/refund", Act, contradictions::refund, "Has the provider give the money back";
    post "/console/contradictions/{id}/close", Act, contradictions::close, "Says that it was dealt with elsewhere";
    get "/console/discrepancies", See, reconciling::list, "What providers' lists and the books do not agree on";
    get "/console/discrepancies/{id}", See, reconciling::show, "A discrepancy, what it means and what to do";
    post "/console/discrepancies/{id}/close", Act, reconciling::close, "Closes a discrepancy once it is confirmed";
    get "/console/discrepancies-close", Act, settling::bulk::form, "The form that closes many discrepancies with one reason";
    post "/console/discrepancies-close", Act, settling::bulk::close, "Closes many discrepancies once it is confirmed";
    get "/console/settlements", See, settling::list, "What providers pay out, by day";
    get "/console/settlements/{id}", See, settling::show, "A settlement, its rows, and the money that arrived";
    get "/console/settlement-rows", See, settling::rows::list, "Rows of settlements";
    get "/console/settlement-rows/{id}", See, settling::rows::show, "A row of a settlement, and the payment, lot and refunds that it leads to";
    get "/console/settlement-imports", See, settling::imports::list, "Files and answers that settlement rows came from";
    get "/console/settlement-imports/new", Act, settling::files::form, "The form of a settlement file, or of a statement";
    get "/console/settlement-imports/{id}", See, settling::imports::show, "An import, and the rows of it that could not be read";
    get "/console/reconciliations", See, reconciling::runs, "Comparisons of providers' days with the books";
    get "/console/reconciliations/new", Act, reconciling::form, "The form of a comparison";
    post "/console/reconciliations", Act, reconciling::start, "Begins the comparison of a provider's day";
    get "/console/reconciliations/{id}", See, reconciling::run, "A comparison, what explains its rows, and which of them wait";
    get "/console/audit", See, audits::show, "How far the auditor is, and what it found";
    get "/console/findings", See, audits::list, "Rows that break an invariant of the books";
    get "/console/jobs", See, jobs::list, "Jobs that wait, run or are parked";
    get "/console/jobs/{id}", See, jobs::show, "A job, and what it met";
    post "/console/jobs/{id}/retry", Act, jobs::retry, "Has a parked job tried again";
    post "/console/jobs/{id}/now", Act, jobs::nudge, "Has a waiting job tried at once";
    get "/console/inbox", See, inbox::list, "Webhooks as they came in";
    get "/console/inbox/{id}", See, inbox::show, "A webhook, how far it was believed, and what followed";
    post "/console/inbox/{id}/replay", Act, inbox::replay, "Handles a webhook again, and says what it changed";
    post "/console/inbox/{id}/settle", Act, inbox::settle, "Says that a webhook was dealt with";
    get "/console/endpoints", SeeAll, endpoints::list, "Addresses that events go to, and how that goes";
    get "/console/endpoints/new", Manage, endpoints::form, "The form of a new address for events";
    post "/console/endpoints", Manage, endpoints::make, "Adds an address for events, and shows its secret once";
    get "/console/endpoints/{id}", SeeAll, endpoints::show, "An address, its last deliveries, and what is done with it";
    get "/console/endpoints/{id}/deliveries", SeeAll, endpoints::deliveries, "The log of deliveries to an address";
    post "/console/endpoints/{id}/enable", Manage, endpoints::enable, "Delivers events to an address again";
    post "/console/endpoints/{id}/disable", Manage, endpoints::disable, "Delivers nothing to an address for now";
    post "/console/endpoints/{id}/delete", Manage, endpoints::delete, "Deletes an address for good once it is confirmed";
    post "/console/endpoints/{id}/test", Manage, endpoints::test, "Sends a test event to an address";
    post "/console/endpoints/{id}/replay", Manage, endpoints::replay, "Sends what an address missed once it is confirmed";
    post "/console/endpoints/{id}/rotate", Manage, endpoints::rotate, "Gives an address another secret once it is confirmed, and shows it once";
    get "/console/events/{id}", SeeAll, events::show, "An event, and where it went";
    post "/console/events/{id}/resend", Manage, events::resend, "Sends an event once more";
    get "/console/policies", See, policies::list, "Versions of the policy";
    get "/console/policies/{version}", See, policies::show, "A version of the policy, and what it changes";
    get "/console/policy-draft", Manage, policies::form, "The form in which a draft of the policy is pasted";
    post "/console/policy-draft", Manage, policies::look, "Checks and simulates a draft of the policy, and keeps nothing of it";
    post "/console/policy-draft/send", Manage, policies::send, "Has a draft of the policy wait for a second person once it is confirmed";
    get "/console/policy-drafts", SeeAll, policies::drafts, "Drafts of the policy that wait for a second person";
    get "/console/policy-drafts/{id}", SeeAll, policies::draft, "A draft of the policy that waits for a second person";
    post "/console/policy-drafts/{id}", Manage, policies::decide, "Publishes a draft that another admin sent once it is confirmed, or ends it";
    get "/console/campaigns", See, campaigns::list, "Campaigns";
    get "/console/campaigns/new", Manage, campaigns::form, "The form of a new campaign";
    post "/console/campaigns", Manage, campaigns::make, "Begins a campaign once it is confirmed";
    post "/console/campaigns/{id}/end", Manage, campaigns::end, "Ends a campaign once it is confirmed";
    get "/console/campaigns/{id}", See, campaigns::show, "A campaign, and what came of it";
    get "/console/campaigns/{id}/redemptions", See, campaigns::redemptions, "Who used a campaign";
    get "/console/contracts/new", Manage, contracts::form, "The form of a new contract";
    post "/console/contracts", Manage, contracts::publish, "Publishes a contract once what it says is confirmed";
    get "/console/contracts/{id}", See, contracts::show, "A contract, whole";
    get "/console/customers/{customer}/contracts", See, contracts::list, "The contracts of a customer";
    get "/console/products", See, products::show, "What is sold";
    get "/console/approvals", See, approvals::list, "Acts that wait for a second person";
    get "/console/approvals/{id}", See, approvals::show, "An act that waits for a second person";
    post "/console/approvals/{id}", Decide, approvals::decide, "Has an act done that another asked for, or ends it";
    get "/console/acts", SeeAll, acts::list, "Who did what, and why";
    get "/console/keys", SeeAll, keys::list, "API keys";
    get "/console/keys/new", Manage, keys::form, "The form of a new API key";
    post "/console/keys", Manage, keys::make, "Makes an API key, and shows it once";
    get "/console/keys/{id}", SeeAll, keys::show, "An API key";
    post "/console/keys/{id}/revoke", Manage, keys::revoke, "Revokes an API key";
    get "/console/operators", SeeAll, operators::list, "Operators of the desk";
    get "/console/operators/new", Manage, operators::form, "The form of a new operator";
    post "/console/operators", Manage, operators::make, "Adds an operator, and shows its password once";
    get "/console/operators/{id}", SeeAll, operators::show, "An operator, and where it is signed in";
    post "/console/operators/{id}/disable", Manage, operators::disable, "Ends an operator for good once it is confirmed";
    post "/console/operators/{id}/reset", Manage, operators::reset, "Gives an operator another password once it is confirmed, and shows it once";
    post "/console/operators/{id}/factor", Manage, operators::give_factor, "Gives an operator a second factor once it is confirmed, and shows it once";
    post "/console/operators/{id}/sign-out", Manage, operators::sign_out, "Signs an operator out everywhere";
    get "/console/password", See, account::password, "One's own password";
    post "/console/password", See, account::change_password, "Replaces one's own password";
    get "/console/account", See, account::show, "One's own account: where one is signed in";
    post "/console/sign-out", See, account::sign_out, "Signs out here";
    post "/console/sign-out-everywhere", See, account::sign_out_everywhere, "Signs out everywhere";
}

/// Forms that are sent with a file.
static FILES: &[Route] = &[Route::desk(
    Verb::Post,
    "/console/settlement-imports",
    Act,
    "Takes in a settlement file, or a statement of the seller's account",
    |app, visit, ask| Box::pin(settling::files::take_in(app, visit, ask)),
)
.with_a_file()];

/// What is open before the sign-in.
static OPEN: &[Route] = &[
    Route::public(
        Verb::Get,
        door::SIGN_IN,
        "Where operators sign in",
        |app, ask| at_once(sign_in::show(&app, &ask)),
    )
    .asked(super::route::Query::Any)
    .gives(200, Gives::Page),
    Route::public(
        Verb::Post,
        door::SIGN_IN,
        "Signs an operator in",
        |app, ask| Box::pin(sign_in::enter(app, ask)),
    )
    .asked(super::route::Query::Any)
    .takes(Takes::Form)
    .gives(303, Gives::Page),
    Route::public(
        Verb::Get,
        "/console/desk.css",
        "How the desk looks",
        |_, _| at_once(Ok(super::docs::desk_stylesheet())),
    )
    .gives(200, Gives::Other("text/css")),
];

/// All routes of the desk.
pub(super) fn all() -> impl Iterator<Item = &'static Route> + Clone {
    PAGES.iter().chain(FILES).chain(OPEN)
}

/// What a page or an act needs. `None` where it is open to everybody.
pub(super) const fn need(page: &Route) -> Option<Need> {
    match page.handler {
        Handler::Desk(need, _) => Some(need),
        Handler::Public(_) | Handler::Keyed(..) => None,
    }
}

/// What reading a page takes. `None` where there is none.
fn need_of(path: &str) -> Option<Need> {
    let mut pages = PAGES.iter();
    let page = pages.find(|page| page.verb == Verb::Get && page.path == path)?;
    need(page)
}

#[cfg(test)]
#[path = "../console_tests.rs"]
mod tests;
