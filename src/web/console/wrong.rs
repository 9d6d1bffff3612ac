//! Why an act was not done, in the operator's language: by the code that the API gives, and by the field that breaks a rule.

use super::Words;

/// What a problem's code means at the desk. `None` for a code that no act of the desk meets often; its own words are shown.
#[expect(
    clippy::too_many_lines,
    reason = "one line for each code and nothing else"
)]
pub(crate) fn of_code(code: &str) -> Option<Words> {
    Some(match code {
        "quote_used" => (
            "이 금액으로 이미 환불을 요청했습니다.",
            "This quote was used for a refund already.",
        ),
        "quote_expired" | "quote_stale" => (
            "이 금액은 더 이상 유효하지 않습니다. 결제 화면에서 환불 금액을 다시 확인해 주세요.",
            "This quote does not hold any more. Ask for a new one on the payment's page.",
        ),
        "not_refundable" => (
            "정책에 따라 지금은 환불할 수 없습니다.",
            "The policy allows no refund now.",
        ),
        "refund_open" => (
            "이 결제의 다른 환불이 아직 끝나지 않았습니다. 끝난 뒤에 다시 해 주세요.",
            "Another refund of this payment is not over yet. Try again after it.",
        ),
        "refund_not_open" => (
            "이 환불은 이미 다른 상태입니다. 화면을 다시 열어 확인해 주세요.",
            "The refund is in another state now. Open the page again.",
        ),
        "credits_above_unused" => (
            "쓰지 않은 크레딧보다 많이 돌려받을 수 없습니다.",
            "No more credits can go back than are unused.",
        ),
        "holder_differs" => (
            "예금주가 결제한 사람과 다릅니다. 고객에게 확인한 뒤 확인 칸을 선택해 주세요.",
            "The account's holder is not who paid. Ask the customer, then tick that it was confirmed.",
        ),
        "account_key_missing" => (
            "계좌를 암호화할 키가 없어 계좌를 다룰 수 없습니다. 관리자에게 알려 주세요.",
            "There is no key to encrypt accounts with. Tell an administrator.",
        ),
        "refund_account_missing" => (
            "보낼 계좌가 아직 없습니다. 고객에게 물어 계좌를 먼저 입력해 주세요.",
            "There is no account to transfer to. Ask the customer and enter it first.",
        ),
        "money_taken_back" => (
            "결제가 이미 다른 경로로 취소되었습니다. 이체하지 말고 이 환불을 끝내 주세요.",
            "Others gave the money back already. Do not transfer it; end this refund.",
        ),
        "deposit_settled"
        | "approval_settled"
        | "contradiction_settled"
        | "cash_receipt_recorded" => (
            "이미 처리되었습니다. 화면을 다시 열어 결과를 확인해 주세요.",
            "It is decided already. Open the page again to see how.",
        ),
        "deposit_amount_differs" => (
            "입금액이 주문 금액과 다릅니다. 그래도 연결하려면 아래 칸을 선택해 주세요.",
            "The deposit is not what the order costs. Tick below to match it all the same.",
        ),
        "deposit_in_doubt" => (
            "같은 돈이 두 번 보고된 것일 수 있습니다. 먼저 같은 입금인지 새 입금인지 정해 주세요.",
            "It may be money that was reported before. Say first whether it is the same or new.",
        ),
        "paid_with_other_amount" => (
            "이 주문은 다른 금액으로 결제되었다가 은행이 되가져갔습니다. 돌려보내거나 새 주문에 연결해 주세요.",
            "The order was paid with another amount before, which the bank took back. Give this back, or match it to a new order.",
        ),
        "order_not_open" => (
            "주문이 더 이상 결제를 받을 수 없는 상태입니다.",
            "The order takes no payment any more.",
        ),
        "cash_receipt_state" => (
            "발급된 현금영수증만 바꿀 수 있습니다. 취소가 진행 중이면 끝난 뒤에 다시 해 주세요.",
            "Only an issued receipt can be changed. Where a cancel of it is under way, try again after that.",
        ),
        "cash_receipt_same" => (
            "같은 번호와 용도로 이미 발급되어 있습니다.",
            "It was issued for this number and purpose already.",
        ),
        "no_tax_invoice" => (
            "현금영수증이 있는 결제입니다. 한 거래에 증빙은 하나이므로, 세금계산서를 적으려면 현금영수증을 먼저 취소해야 합니다.",
            "The payment has a cash receipt. One supply has one proof: take the receipt back first.",
        ),
        "tax_invoice_over" => (
            "결제한 금액이나 돌려준 금액보다 많습니다. 금액을 확인해 주세요.",
            "It is more than was paid, or than went back. Check the amount.",
        ),
        "tax_invoice_of_another" => (
            "이 승인번호는 다른 고객의 결제에 기록되어 있습니다. 번호를 확인하거나, 잘못 적은 기록을 먼저 정정해 주세요.",
            "This number is recorded for another customer's payment. Check it, or correct the wrong record first.",
        ),
        "tax_invoice_exists" | "tax_invoice_corrected" => (
            "이 세금계산서는 이미 기록되었거나 정정되었습니다. 화면을 다시 열어 확인해 주세요.",
            "This tax invoice is recorded, or was corrected, already. Open the page again.",
        ),
        "own_approval" => (
            "요청한 사람과, 그 사람이 최근 7일 안에 등록했거나 비밀번호를 준 담당자는 정할 수 없습니다. 다른 담당자가 정해야 합니다.",
            "Who asked for it cannot decide, nor can anybody whom that person added or gave a password in the last 7 days. Another person has to.",
        ),
        "approval_expired" => (
            "정할 수 있는 기한이 지났습니다. 다시 요청해야 합니다.",
            "Nobody decided in time. It has to be asked for again.",
        ),
        "approval_stale" => (
            "요청한 뒤에 사정이 바뀌었습니다. 거절하고 다시 요청하게 해 주세요.",
            "Things changed since it was asked for. Reject it, and have it asked again.",
        ),
        "contradiction_changed" => (
            "결제사의 답이 그사이에 바뀌었습니다. 화면을 다시 열어 확인해 주세요.",
            "The provider says something else now. Open the page again.",
        ),
        "money_still_there" => (
            "결제사에 아직 돈이 있습니다. 먼저 돌려주거나, 거절된 뒤 직접 이체한 증빙을 적어 주세요.",
            "The provider still holds the money. Give it back first, or name the transfer made after it refused.",
        ),
        "not_refused" => (
            "결제사가 취소를 거절한 적이 없습니다. 먼저 결제사를 통해 돌려주세요.",
            "The provider never refused. Give the money back through it first.",
        ),
        "customer_not_frozen" => ("동결된 고객이 아닙니다.", "The customer is not frozen."),
        "no_debt" => ("갚을 부족분이 없습니다.", "The customer owes nothing."),
        "waiver_above_debt" => (
            "부족분보다 많이 면제할 수 없습니다.",
            "No more can be waived than is owed.",
        ),
        "closing_quote_expired" | "closing_quote_stale" | "closing_quote_not_found" => (
            "계산한 뒤에 시간이 지났거나 사정이 바뀌었습니다. 아래의 새 계산을 확인해 주세요.",
            "Time has passed or things have changed since. Check the new figures below.",
        ),
        "forfeit_not_confirmed" => (
            "환불되지 않고 사라지는 크레딧이 있습니다. 고객에게 확인한 뒤 확인 칸을 선택해 주세요.",
            "Some credits would be lost and not given back. Ask the customer, then tick that it was confirmed.",
        ),
        "open_business" => (
            "아직 끝나지 않은 주문, 예약, 환불이나 승인을 기다리는 처리가 있습니다. 끝난 뒤에 다시 해 주세요.",
            "Orders, holds or refunds have not ended, or something waits for a second person. Try again after them.",
        ),
        "promotion_unknown" => ("그런 코드가 없습니다.", "There is no such code."),
        "promotion_not_yet" => (
            "아직 시작하지 않은 프로모션입니다.",
            "The promotion has not begun.",
        ),
        "promotion_over" => ("끝난 프로모션입니다.", "The promotion is over."),
        "promotion_used_up" => (
            "프로모션의 예산을 다 썼습니다.",
            "The promotion's budget is used up.",
        ),
        "promotion_redeemed" => (
            "이 고객이 이미 쓴 코드입니다.",
            "The customer has redeemed this code already.",
        ),
        "promotion_elsewhere" => (
            "이 코드는 주문할 때 쓰는 코드입니다.",
            "This code is for an order.",
        ),
        "subscription_state" => (
            "멤버십이 이미 다른 상태입니다. 화면을 다시 열어 확인해 주세요.",
            "The membership is in another state now. Open the page again.",
        ),
        "spend_already_reversed" => ("이미 취소된 사용입니다.", "The use was given back already."),
        "plan_unknown" => ("그런 요금제가 없습니다.", "There is no such plan."),
        "customer_closed" => ("해지된 고객입니다.", "The customer is closed."),
        "customer_frozen" => ("동결된 고객입니다.", "The customer is frozen."),
        "order_not_found" => ("그런 주문이 없습니다.", "There is no such order."),
        "idempotency_key_reused" => (
            "이 화면의 양식은 이미 한 번 쓰였습니다. 화면을 다시 열어 주세요.",
            "This form was used before. Open the page again.",
        ),
        "request_running" => (
            "같은 요청을 처리하는 중입니다. 잠시 뒤 화면을 다시 열어 주세요.",
            "The same request is under way. Open the page again in a moment.",
        ),
        "provider_unreachable" | "provider_in_doubt" => (
            "결제사가 지금 답하지 않습니다. 아무것도 바꾸지 않았습니다. 잠시 뒤 다시 해 주세요.",
            "The provider does not answer now. Nothing was changed. Try again shortly.",
        ),
        "provider_declined" => ("결제사가 거절했습니다.", "The provider declined."),
        "busy" | "unavailable" => (
            "지금은 처리할 수 없습니다. 잠시 뒤 다시 해 주세요.",
            "It cannot be done right now. Try again shortly.",
        ),
        _ => return None,
    })
}

/// What is wrong with a field of an act.
pub(crate) fn of_field(act: &str, field: &str) -> Words {
    if let Some(words) = of_made(act, field) {
        return words;
    }
    match field {
        "operator" => (
            "마지막 관리자이거나 이미 끝낸 담당자입니다. 관리자를 끝내려면 다른 관리자를 먼저 추가해 주세요.",
            "This is the last admin, or somebody who is disabled already. Add another admin first.",
        ),
        "name" => (
            "이름은 영문 소문자, 숫자, . _ - @ + 로 60자까지이고, 한 번 쓴 이름은 다시 쓸 수 없습니다.",
            "A name has at most 60 of a to z, digits, . _ - @ and +, and none is given twice.",
        ),
        "document" => (
            "문서를 붙여 넣어 주세요. 고쳐야 할 규칙은 뒤에 적혀 있습니다.",
            "Paste the document. What is wrong with it stands behind this.",
        ),
        "at" => (
            "초안이 시행되는 때나 그 뒤의 시각이어야 합니다.",
            "It is the instant at which the draft takes effect, or a later one.",
        ),
        "from" => (
            "최근 30일 안의 시각을 골라 주세요.",
            "Choose an instant of the last 30 days.",
        ),
        "overlap_hours" => (
            "시간은 0에서 168 사이의 정수입니다.",
            "The hours are a whole number, 0 to 168.",
        ),
        "endpoint_id" => ("보낼 주소를 골라 주세요.", "Choose an address."),
        "role" => ("역할을 골라 주세요.", "Choose a role."),
        "file" => (
            "파일을 읽을 수 없습니다. 무엇인지, 어느 결제사의 것인지, CSV나 xlsx인지 확인해 주세요. 이유는 뒤에 적혀 있습니다.",
            "The file cannot be read. Check what it is, whose it is, and that it is CSV or xlsx. The reason stands behind this.",
        ),
        _ => of_fact(field),
    }
}

/// What is wrong with a field that says what an act is about.
fn of_fact(field: &str) -> Words {
    match field {
        "date" => (
            "한국 시간으로 이미 지난 날을 골라 주세요.",
            "Choose a day that is over in Korea.",
        ),
        "reason" => (
            "사유를 정해진 길이 안에서 한 줄로 적어 주세요.",
            "Say why, in one line of the length that is allowed.",
        ),
        "refund_account" => (
            "환불 받을 계좌를 확인해 주세요.",
            "Check the account that receives the money.",
        ),
        "bank" => ("은행을 골라 주세요.", "Choose a bank."),
        "evidence" | "transferred" => (
            "어디에서 확인할 수 있는지 적어 주세요 (이체 번호, 문의 번호 같은 증빙).",
            "Say where it can be checked: the reference of a transfer, a ticket.",
        ),
        "order_id" => (
            "주문을 고르거나 주문 번호를 적어 주세요.",
            "Choose an order, or enter an order's id.",
        ),
        "credits" => (
            "크레딧을 1 이상의 정수로 적어 주세요.",
            "Credits are a whole number, 1 or more.",
        ),
        "code" => (
            "코드를 글자와 숫자로 적어 주세요.",
            "A code has letters and digits.",
        ),
        "kind" => (
            "프로모션이나 멤버십 가운데 하나를 골라 주세요.",
            "Choose promotional or membership.",
        ),
        "asked_at" => (
            "고객이 요청한 시각을 적어 주세요. 30일 전까지 적을 수 있고, 결제한 뒤여야 합니다.",
            "Enter when the customer asked: after the payment, at most 30 days ago.",
        ),
        "beyond" => (
            "호의 환불은 관리자만 할 수 있습니다.",
            "Only an admin may refund as goodwill.",
        ),
        _ => ("입력한 내용을 확인해 주세요.", "Check what was entered."),
    }
}

/// The same of what is made at the desk: a campaign, an address for events.
fn of_made(act: &str, field: &str) -> Option<Words> {
    Some(match field {
        "name" if act == "begin" => ("이름을 한 줄로 적어 주세요.", "Give it a name of one line."),
        "from" | "until" if act == "begin" => (
            "끝은 시작보다, 그리고 지금보다 뒤여야 합니다.",
            "It ends after it begins, and not before now.",
        ),
        "worth" | "budget" | "redemptions_max" | "per_customer" => (
            "정해진 범위의 정수로 적어 주세요. 예산은 한 번에 주는 것보다 적을 수 없습니다.",
            "It is a whole number in its range. A budget is no less than what one redemption gives.",
        ),
        "products" => (
            "팔고 있는 상품의 ID를 적어 주세요. 혜택이 크레딧이면 비웁니다.",
            "Name products that are on sale; none where credits are given without an order.",
        ),
        "url" => (
            "공개된 https 주소여야 합니다. 계정이나 #이 들어 있으면 안 됩니다.",
            "It is a public https address, without credentials and fragment.",
        ),
        "types" => (
            "이벤트의 종류를 위에 적힌 대로 적어 주세요.",
            "Name types of events as they stand above.",
        ),
        _ => return None,
    })
}
