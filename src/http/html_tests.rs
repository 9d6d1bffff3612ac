use super::policy_with;

#[test]
fn a_provider_runs_scripts_from_its_own_origin_alone() {
    const HOSTS: &str = "https://*.tosspayments.com";
    let policy = policy_with(
        &"https://js.tosspayments.com/v2/standard".parse().unwrap(),
        HOSTS,
    );
    assert!(policy.contains("script-src 'self' https://js.tosspayments.com;"));
    assert!(policy.contains("connect-src https://js.tosspayments.com https://*.tosspayments.com;"));
    let local = policy_with(
        &"http://127.0.0.1:8090/sandbox/toss/v2/standard"
            .parse()
            .unwrap(),
        HOSTS,
    );
    assert!(
        local.contains("form-action http://127.0.0.1:8090 https://*.tosspayments.com;"),
        "{local}"
    );
    // Another owner of a name under the same public suffix is not let in.
    let apex = policy_with(&"https://example.co.kr/toss.js".parse().unwrap(), HOSTS);
    assert!(
        apex.contains("script-src 'self' https://example.co.kr;"),
        "{apex}"
    );
    assert!(!apex.contains("*.co.kr"), "{apex}");
    for policy in [
        policy,
        local,
        apex,
        policy_with(&"http://localhost:1/x".parse().unwrap(), HOSTS),
    ] {
        assert!(policy.starts_with("default-src 'none'"), "{policy}");
        assert!(
            !policy.contains("unsafe") && !policy.contains("* "),
            "{policy}"
        );
    }
}
