//! A refund stays in doubt because Toss answers with a fault that contains a reason. That reason reaches the job, the
//! refund and the seller's events at the first attempt.

use chrono::TimeDelta;
use credit_gateway::access::Role;
use serde_json::{Value, json};

use crate::support::{buyer::id_of, world::World};

both_engines!(
    a_final_no_inside_a_fault_reaches_job_refund_and_seller_at_once,
    what_kept_a_refund_open_goes_with_its_end,
);

const ES12: &str = "[ES12] 부분취소 불가한 에스크로 상태 입니다.";

impl World {
    /// Toss refuses its next cancel with this code, and a refund is requested; returns the refund once it was tried.
    async fn refund_refused_as(&self, code: &str, message: &str) -> (String, Value) {
        let paid = self.buy("c1", "direct-1000", 1).await;
        let refuse = json!({"operation": "cancel", "code": code, "message": message});
        self.at_provider("/toss/console/answer", &refuse).await;
        let payment = paid["payment_id"].as_str().unwrap();
        let id = id_of(&self.request_refund(payment, None).await.ok());
        let noted = async || self.show_refund(&id).await["note"].is_string();
        self.wait_until("the refund says why it waits", noted).await;
        let refund = self.show_refund(&id).await;
        (id, refund)
    }

    async fn show_refund(&self, id: &str) -> Value {
        let path = format!("/v1/refunds/{id}");
        self.gateway().get(Role::Support, &path).await.ok()
    }

    /// The events of this kind about a refund that were sent to the seller.
    async fn told(&self, kind: &str, refund: &str) -> Vec<String> {
        let rows =
            format!("SELECT body FROM events WHERE kind = '{kind}' AND subject = '{refund}'");
        self.database.rows(&rows).await.concat()
    }

    async fn notes_of_jobs(&self, subject: &str) -> Vec<String> {
        let list = self.gateway().get(Role::Support, "/v1/jobs").await.ok();
        let jobs = list["items"].as_array().unwrap().iter();
        let notes = jobs
            .filter(|job| job["subject"] == subject)
            .filter_map(|job| job["note"].as_str().map(str::to_owned));
        notes.collect()
    }

    async fn tries(&self, subject: &str) -> i64 {
        let rows =
            format!("SELECT CAST(SUM(attempts) AS TEXT) FROM jobs WHERE subject = '{subject}'");
        self.database
            .rows(&rows)
            .await
            .concat()
            .concat()
            .parse()
            .unwrap_or(0)
    }
}

async fn a_final_no_inside_a_fault_reaches_job_refund_and_seller_at_once(world: &World) {
    let code = "FAILED_INTERNAL_SYSTEM_PROCESSING";
    let (id, refund) = world.refund_refused_as(code, ES12).await;
    assert_eq!(
        refund["state"], "sent",
        "the outcome stays in doubt: {refund}"
    );
    assert!(refund["note"].as_str().unwrap().contains(ES12), "{refund}");
    assert_eq!(refund["explanation"]["code"], code, "{refund}");
    let told = async || {
        world
            .notes_of_jobs(&id)
            .await
            .iter()
            .any(|it| it.contains(ES12))
    };
    world.wait_until("the job says it too", told).await;
    // Toss replays the answer under its key: a repetition is not reported again.
    let again = async || world.tries(&id).await >= 4;
    world
        .wait_while_time_passes("it is tried again", TimeDelta::seconds(2), again)
        .await;
    let events = world.told("refund.delayed", &id).await;
    assert_eq!(events.len(), 1, "{events:?}");
    assert!(events[0].contains(ES12), "{events:?}");
    assert_eq!(world.refund_state(&id).await, "sent");
    // Support cancels at Toss's console with the refund's id: the look-up finds it there and the refund ends.
    let books = world.sandbox_books().await;
    let key = &books["toss"]["payments"][0]["payment_key"];
    let cancel = json!({"paymentKey": key, "reason": format!("{id} by hand")});
    world.at_provider("/toss/console/cancel", &cancel).await;
    let ended = async || world.refund_state(&id).await == "succeeded";
    world
        .wait_while_time_passes("it is found", TimeDelta::minutes(1), ended)
        .await;
}

async fn what_kept_a_refund_open_goes_with_its_end(world: &World) {
    let (id, refund) = world
        .refund_refused_as("NOT_AVAILABLE_BANK", "은행 서비스 시간이 아닙니다.")
        .await;
    assert!(
        refund["note"]
            .as_str()
            .unwrap()
            .starts_with("unreachable: NOT_AVAILABLE_BANK")
    );
    let ended = async || world.refund_state(&id).await == "succeeded";
    world
        .wait_while_time_passes("the bank is open again", TimeDelta::seconds(5), ended)
        .await;
    assert_eq!(world.show_refund(&id).await["note"], Value::Null);
}
