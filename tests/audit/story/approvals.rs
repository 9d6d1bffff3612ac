//! Acts above somebody's limit: approved, rejected, and still waiting.

use domain::{
    approval::Approval,
    command::{Answer, Change, Command},
    kind::Kind,
};

use super::{Story, credits, id};

impl Story {
    pub(super) async fn approvals(&mut self) {
        let asked = self.asked(700).await;
        let approved = Command::new(large(700), "key_2").approving(asked.id, "a fair".to_owned());
        self.writer.submit(approved).await.unwrap();
        let asked = self.asked(800).await;
        let reject = Change::Reject {
            customer: id("mona"),
            approval: asked.id,
            reason: "too much".to_owned(),
        };
        self.writer
            .submit(Command::new(reject, "key_2"))
            .await
            .unwrap();
        self.asked(900).await;
    }

    async fn asked(&self, sum: i64) -> Approval {
        let asked = Command::new(large(sum), "key_1").up_to(Some(500));
        match self.writer.submit(asked).await.unwrap().answer {
            Answer::Approval(asked) => *asked,
            other => panic!("{other:?}"),
        }
    }
}

fn large(sum: i64) -> Change {
    Change::Grant {
        customer: id("mona"),
        kind: Kind::Promotional,
        credits: credits(sum),
        bonus_of: None,
        reason: "a fair".to_owned(),
    }
}
