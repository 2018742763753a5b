//! What clients that a build script made read, and that they lose nothing of it.

use verbatim_made_up::{acme, hostile};
use verbatim_runtime::Outcome;
use verbatim_runtime::rt::{Json, Wire, Writer};

fn read<T: Wire>(text: &str) -> T {
    let json = Json::parse(text.as_bytes()).expect("it is JSON");
    T::read(&json).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn written<T: Wire>(it: &T) -> String {
    let mut out = Writer::new();
    it.write(&mut out);
    out.into_text()
}

/// Reads, writes and reads again: nothing is lost on the way.
#[track_caller]
fn check<T: Wire + PartialEq + std::fmt::Debug>(text: &str, again: &str) -> T {
    let first: T = read(text);
    assert_eq!(written(&first), again);
    assert_eq!(read::<T>(&written(&first)), first);
    first
}

#[test]
fn unknown_values_and_unknown_members_survive() {
    let entry: acme::types::Entry = check(
        concat!(
            r#"{"entryId":"007","amount":12.50,"new":{"a":[1.0, null]},"count":"3","#,
            r#""wallet":"CASH","settled":"true","tags":{"z":1.50,"a":null},"#,
            r#""parts":[{"kind":"x","extra":2e3}],"notes":["a",1],"head":null,"last":"é"}"#,
        ),
        concat!(
            r#"{"entryId":"007","amount":"12.50","count":3,"settled":true,"wallet":"CASH","#,
            r#""tags":{"z":1.50,"a":null},"parts":[{"kind":"x","extra":2e3}],"notes":["a","1"],"#,
            r#""new":{"a":[1.0, null]},"last":"é"}"#,
        ),
    );
    let unlisted = acme::types::Wallet::Unknown("CASH".to_owned());
    assert_eq!(entry.wallet, Some(unlisted));
    assert_eq!(entry.others.get("new"), Some(r#"{"a":[1.0, null]}"#));
    assert_eq!(entry.head, None);
}

#[test]
fn another_spelling_is_read_and_the_first_one_written() {
    for name in ["status_code", "statusCode", "status code"] {
        let accepted: acme::types::Accepted =
            check(&format!(r#"{{"{name}":16}}"#), r#"{"status_code":"16"}"#);
        let code = accepted.status_code.expect("it is there");
        assert_eq!(code, acme::types::Code::Unknown("16".to_owned()));
    }
}

#[test]
fn places_of_an_array_keep_their_meaning() {
    let page: acme::types::Page = check(
        r#"[{"status_code":"000"},[{"entryId":"1"},{"entryId":"2"}],"more",[7]]"#,
        r#"[{"status_code":"000"},[{"entryId":"1"},{"entryId":"2"}],"more",[7]]"#,
    );
    let summary = page.summary.expect("the first place");
    assert_eq!(summary.status_code, Some(acme::types::Code::Done));
    assert_eq!(page.entries.expect("the second place").len(), 2);
    assert_eq!(
        page.others.iter().collect::<Vec<_>>(),
        [("2", "\"more\""), ("3", "[7]")]
    );
    check::<acme::types::Page>("[]", "[null,null]");
}

#[test]
fn what_is_personal_or_secret_is_not_printed() {
    let entry: acme::types::Entry =
        read(r#"{"phone":"+254700000001","payer":"Ada canary","voucher":"canary"}"#);
    let shown = format!("{entry:?}");
    assert!(
        !shown.contains("canary") && !shown.contains("254700000001"),
        "{shown}"
    );
}

#[test]
fn a_table_says_what_is_printed_and_where_nothing_is() {
    let [first, second] = acme::types::BANK else {
        panic!("two rows are printed");
    };
    assert_eq!(
        (first.label, first.code, first.house),
        ("Bank of Nowhere", "011", Some("NORTH"))
    );
    assert_eq!((second.label, second.house), ("First & Last Bank", None));
    assert_eq!(acme::types::BankCode::TEXTS, ["011", "068"]);
}

#[test]
fn a_callback_is_read_by_what_is_present() {
    use acme::callbacks::Notice;
    let paid = Notice::parse(br#"{"PaidAt":"noon","status_code":"000","payout_ref":"R-1"}"#);
    let paid = paid.expect("it can be read");
    assert!(matches!(paid, Notice::PaidOut(_)));
    assert_eq!(paid.outcome(), Some(Outcome::Succeeded));
    assert_eq!(paid.reference().as_deref(), Some("R-1"));
    let failed = Notice::parse(br#"{"status_code":"016","why":"no"}"#).expect("it can be read");
    assert!(matches!(&failed, Notice::NotPaid(it) if it.others.get("why") == Some("\"no\"")));
    assert_eq!(
        (failed.outcome(), failed.code()),
        (Some(Outcome::Rejected), Some("016".to_owned()))
    );
    assert_eq!(written(&failed), r#"{"status_code":"016","why":"no"}"#);
    assert!(Notice::parse(b"[]").is_err());

    let answer = Notice::answer();
    assert_eq!(
        (answer.status, answer.content_type.as_str()),
        (200, "application/json")
    );
    assert_eq!(answer.body, r#"{"ok":true}"#);
}

#[test]
fn a_dialogue_goes_on_until_it_ends() {
    use acme::callbacks::Menu;
    let inputs = |body: &str| {
        let menu = Menu::parse(body.as_bytes()).expect("it can be read");
        let dialogue = menu.dialogue();
        let inputs = dialogue.inputs();
        inputs.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert!(inputs("{}").is_empty() && inputs(r#"{"text":""}"#).is_empty());
    assert_eq!(inputs(r#"{"text":"1*0042*"}"#), ["1", "0042", ""]);
    let menu = Menu::parse(b"{}").expect("it can be read").dialogue();
    let answer = menu.goes_on("Enter your PIN").expect("it is short");
    assert_eq!(
        (answer.body.as_str(), answer.content_type.as_str()),
        ("CON Enter your PIN", "text/plain")
    );
    assert_eq!(menu.ends("Bye").map(|it| it.body).as_deref(), Ok("END Bye"));
}

#[test]
fn hostile_names_are_read_and_written_as_they_are() {
    let text = concat!(
        r#"{"\"; fn injected() {} //":"a","/*":"`","    indented":"b","💸 cash":"1.0","~1/~0":7,"#,
        r#""${ x }":true,"<script>":"","Self":[["c",{"\\\"":"d","e":1},"f"]],"r#fn":"\"","Others":1}"#,
    );
    let it: hostile::types::Impl = check(
        text,
        concat!(
            r#"{"\"; fn injected() {} //":"a","*/":"`","    indented":"b","💸 cash":"1.0","#,
            r#""~1/~0":7,"${ x }":true,"<script>":"","#,
            r#""Self":[["c",{"\\\"":"d","e":1},"f"]],"r#fn":"\"","Others":1}"#,
        ),
    );
    assert_eq!(it.super_, Some(hostile::types::Code::While));
    assert_eq!(it.unsafe_, Some(hostile::types::Enum::Nothing));
    assert_eq!(it.macro_, Some(hostile::types::Dyn::One));

    let answer = hostile::callbacks::DynCall::answer();
    assert_eq!(
        (answer.status, answer.body.as_str()),
        (299, r#""*/ {x} {{y}} \ ${z} //%"#)
    );
    let call = hostile::callbacks::DynCall::parse(br#"{"a/b~c\"":1,"\"":"R"}"#);
    let call = call.expect("it can be read");
    assert!(matches!(call, hostile::callbacks::DynCall::Self_(_)));
    assert_eq!(call.reference().as_deref(), Some("R"));
    let said = hostile::callbacks::Priv::parse(br#"{"\\\"":"1\"2"}"#).expect("it can be read");
    let said = said.dialogue();
    assert_eq!(said.inputs(), ["1", "2"]);
    let answer = said.goes_on("{x}").expect("it is short");
    assert_eq!(answer.body, "\"{{x}");
}
