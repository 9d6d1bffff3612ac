//! What is said of the acts on an endpoint.

use crate::web::console::Words;

/// What an act is called, and what it does.
pub(super) const fn words(act: &str) -> (Words, Words) {
    match act.as_bytes() {
        b"test" => (
            ("시험 이벤트 보내기", "Send a test event"),
            (
                "이 주소로만 시험 이벤트를 하나 보냅니다. 고객과 돈에는 아무 일도 없습니다.",
                "Sends one test event to this address and to no other. Nothing happens to customers or money.",
            ),
        ),
        b"replay" => (
            ("놓친 이벤트 다시 보내기", "Send what was missed"),
            (
                "이 시각부터 이 주소가 받지 못한 이벤트를 모두 다시 보냅니다. 이미 받은 이벤트는 보내지 않습니다. 시작하면 멈출 수 없습니다.",
                "Sends every event from this instant on that the address did not take. What it took is not sent again. Once begun it is not stopped.",
            ),
        ),
        b"rotate" => (
            ("서명 키 바꾸기", "Replace the secret"),
            (
                "새 서명 키를 다음 화면에서 한 번만 보여 줍니다. 정한 시간 동안은 전 키로도 함께 서명하고, 그 뒤 전 키는 쓸 수 없습니다. 되돌릴 수 없습니다.",
                "The new secret is shown once, on the next page. For the hours that are given the secret before signs as well; after that it is no more. This cannot be undone.",
            ),
        ),
        b"enable" => (
            ("다시 보내기 시작", "Enable it"),
            (
                "멈춘 동안 쌓인 이벤트부터 차례로 다시 보냅니다.",
                "Delivers again, what was kept first, in order.",
            ),
        ),
        b"delete" => (
            ("주소 지우기", "Delete the address"),
            (
                "이 주소로 다시는 아무것도 보내지 않고, 밀린 전달과 서명 키는 없어집니다. 되돌릴 수 없습니다. 잠시만 멈추려면 보내기를 멈추세요.",
                "Nothing is ever delivered to this address again; what waits for it and its secret are gone. This cannot be undone. To stop for a while, disable it.",
            ),
        ),
        _ => (
            ("보내기 멈추기", "Disable it"),
            (
                "이 주소로 아무것도 보내지 않습니다. 이벤트는 쌓아 두고, 다시 켜면 차례로 보냅니다.",
                "Delivers nothing to this address. Its events are kept, and sent in order once it is enabled.",
            ),
        ),
    }
}
