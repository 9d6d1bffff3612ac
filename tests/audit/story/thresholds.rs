//! Thresholds of a balance, falls below them, and a closing that is none.

use domain::{books::thresholds::SetThresholds, kind::Kind, threshold::Thresholds};

use super::{Story, credits, grant, id, spend};

impl Story {
    pub(super) async fn thresholds(&mut self) {
        self.grant("thea", Kind::Promotional, 120).await;
        self.watch("thea", &[100, 50]).await;
        self.spend("thea", 30).await;
        self.spend("thea", 45).await;
        self.grant("thea", Kind::Promotional, 100).await;
        self.spend("thea", 110).await;
        self.watch("thea", &[40, 20]).await;
        self.all_at_once([grant("thea", Kind::Promotional, 30)].into_iter())
            .await;
        // Several commands of one instant.
        self.all_at_once((0..4).map(|_| spend("thea", 10))).await;
        self.watch("thea", &[]).await;
        self.spend("thea", 5).await;
        self.grant("theo", Kind::Promotional, 60).await;
        self.watch("theo", &[50]).await;
        self.close("theo").await;
    }

    async fn watch(&self, who: &str, thresholds: &[i64]) {
        let thresholds = thresholds.iter().copied().map(credits).collect();
        self.ok(SetThresholds {
            customer: id(who),
            thresholds: Thresholds::new(thresholds).unwrap(),
        })
        .await;
    }
}
