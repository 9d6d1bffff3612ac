//! The routes for campaigns and their codes, and for contracts.

use super::super::{
    campaigns, contracts,
    parameters::{CAMPAIGN, CONTRACT, CUSTOMER, PAGED, SHEET},
    route::routes,
    view::List,
};
use crate::access::Role::{Admin, Assistant, Checkout, Service, Support};

routes! {
    pub(super) ROUTES;
    post "/v1/campaigns", [Admin], campaigns::create, "Begin a campaign",
        takes campaigns::Wanted, gives 201 campaigns::CampaignView;
    get "/v1/campaigns", [Support, Admin], campaigns::list, "Campaigns, newest first",
        asked PAGED, gives 200 List<campaigns::CampaignView>;
    get "/v1/campaigns/{id}", [Support, Admin], campaigns::show, "How a campaign stands",
        with CAMPAIGN, gives 200 campaigns::CampaignView;
    post "/v1/campaigns/{id}/end", [Admin], campaigns::end,
        "End a campaign now; what it promised to open orders stays promised",
        with CAMPAIGN, takes campaigns::End, gives 200 campaigns::CampaignView;
    get "/v1/campaigns/{id}/redemptions", [Support, Admin], campaigns::redeemed,
        "A campaign's redemptions, newest first",
        with CAMPAIGN, asked SHEET, gives 200 List<campaigns::RedemptionView>, or_csv;
    post "/v1/customers/{id}/redemptions", [Checkout, Service], campaigns::redeem,
        "Give a customer the credits of a code",
        with CUSTOMER, takes campaigns::Code, gives 201 campaigns::RedemptionView;
    get "/v1/customers/{id}/redemptions", [Service, Support, Assistant], campaigns::redemptions,
        "A customer's redemptions, newest first",
        with CUSTOMER, asked PAGED, gives 200 List<campaigns::RedemptionView>;
    post "/v1/contracts", [Admin], contracts::publish, "Publish a contract with a customer",
        takes contracts::Wanted, gives 201 contracts::ContractView;
    get "/v1/contracts/{id}", [Support, Admin], contracts::show, "A contract, whole",
        with CONTRACT, gives 200 contracts::ContractView;
    get "/v1/customers/{id}/contracts", [Checkout, Support, Admin], contracts::list,
        "A customer's contracts, newest first",
        with CUSTOMER, asked PAGED, gives 200 List<contracts::ContractView>;
}
