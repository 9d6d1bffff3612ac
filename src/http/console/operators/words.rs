//! What is said of the acts on an operator.

use crate::web::console::Words;

/// What an act is called, and what it does.
pub(super) const fn words(act: &str) -> (Words, Words) {
    match act.as_bytes() {
        b"sign-out" => (
            ("모든 곳에서 로그아웃", "Sign out everywhere"),
            (
                "이 담당자가 로그인한 모든 곳에서 바로 로그아웃됩니다. 비밀번호는 그대로이고, 다시 로그인할 수 있습니다.",
                "Signs the operator out everywhere at once. The password stays, and the operator can sign in again.",
            ),
        ),
        b"reset" => (
            ("새 비밀번호 주기", "Give another password"),
            (
                "지금 비밀번호는 더 이상 맞지 않고, 2단계 인증은 없어지고, 모든 곳에서 로그아웃됩니다. 새 비밀번호는 다음 화면에서 한 번만 보이고, 처음 로그인할 때 본인이 바꿉니다.",
                "The present password works no more, the second factor is taken away, and the operator is signed out everywhere. The other password is shown once, on the next page, and has to be replaced at the first sign-in.",
            ),
        ),
        b"factor" => (
            ("2단계 인증 설정", "Set up a second factor"),
            (
                "다음 화면에서 인증 앱에 넣을 비밀 값을 한 번만 보여 주고, 모든 곳에서 로그아웃시킵니다. 로그인할 때 이 앱의 6자리 코드를 한 번 맞게 넣은 뒤부터 코드가 꼭 필요합니다. 그때까지는 전에 쓰던 방법으로 로그인합니다. 앱을 잃어버리면 새 비밀번호를 주어 없앱니다.",
                "The next page shows once what an authenticator app is given, and the operator is signed out everywhere. The app's six digits are needed once a sign-in has given them right for the first time; until then the operator signs in as before. If the app is lost, another password takes the second factor away.",
            ),
        ),
        _ => (
            ("담당자 끝내기", "End the operator"),
            (
                "이 담당자는 바로 모든 곳에서 로그아웃되고 다시는 로그인할 수 없습니다. 되돌릴 수 없고, 같은 이름을 다시 만들 수도 없습니다. 이 사람이 한 일의 기록은 남습니다.",
                "The operator is signed out everywhere at once and can never sign in again. This cannot be undone, and the name is not given again. The record of what the person did stays.",
            ),
        ),
    }
}
