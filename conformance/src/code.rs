//! What can be wrong with a fixture, a snapshot or a client: every code, with advice and explanation.
//!
//! One long catalogue, so that `explain`, reports and people go by the same words.

/// One kind of fault or failure. The name is stable: documentation, tests and people go by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
#[expect(missing_docs, reason = "`Code::explain` is what a variant means")]
pub enum Code {
    // The fixture cannot be run.
    UnreadableFile,
    BadYaml,
    UnknownKey,
    DuplicateKey,
    MissingKey,
    MissingRequest,
    UnusedReply,
    UnusedKey,
    BadName,
    BadWord,
    BadNumber,
    BadLines,
    BadJson,
    UnknownProvider,
    UnknownOperation,
    UnknownCredential,
    UnknownSample,
    WrongSample,
    WrongOrigin,
    UnknownCode,
    UnknownPlaceholder,
    BadRow,
    WrongSignedText,
    StrayFile,
    // What left the client is not what the fixture says.
    NoRequest,
    UnexpectedRequest,
    SecondRequest,
    BrokenRequest,
    WrongMethod,
    WrongUrl,
    WrongTarget,
    MissingHeader,
    ExtraHeader,
    WrongHeader,
    WrongBody,
    WrongSignature,
    WrongOrder,
    // What the client made of the reply, or of the delivery, is not what the fixture says.
    WrongOutcome,
    WrongKind,
    WrongCertainty,
    WrongStatus,
    WrongCode,
    WrongDetail,
    WrongMessage,
    WrongReference,
    WrongResolution,
    WrongPath,
    WrongPieces,
    WrongStep,
    WrongEvent,
    WrongConfirmation,
    WrongMeaning,
    WrongStage,
    WrongReply,
    WrongShape,
    WrongAnswer,
    RefusedInput,
    AcceptedInput,
    UnknownName,
    LeakedValue,
    Panicked,
    Hung,
    // A failure that is known.
    KnownFailurePasses,
    KnownFailureOverdue,
    // Two readings of one spec.
    OracleDisagrees,
    NegativeDisagrees,
    UnlistedValue,
    IndistinctOrder,
    DistinctOrder,
    // The recorded transcript.
    MissingSnapshot,
    SnapshotDiffers,
    UnreferencedSnapshot,
    // What the spec says is not what its document says.
    WrongDocument,
    NoSuchLine,
    NotOnLine,
    NoWord,
    OutsideBlock,
    WrongPrint,
    UnaccountedLine,
    AccountedTwice,
    HoldsLiteral,
    NoRepeat,
    StaleTrace,
    // What was recorded is no fixture.
    NoOperation,
    UnlikeSpec,
    NoPlaceholder,
    WouldLeak,
}

impl Code {
    /// Every code, in the order in which a run can meet them.
    pub const ALL: &'static [Code] = &[
        Code::UnreadableFile,
        Code::BadYaml,
        Code::UnknownKey,
        Code::DuplicateKey,
        Code::MissingKey,
        Code::MissingRequest,
        Code::UnusedReply,
        Code::UnusedKey,
        Code::BadName,
        Code::BadWord,
        Code::BadNumber,
        Code::BadLines,
        Code::BadJson,
        Code::UnknownProvider,
        Code::UnknownOperation,
        Code::UnknownCredential,
        Code::UnknownSample,
        Code::WrongSample,
        Code::WrongOrigin,
        Code::UnknownCode,
        Code::UnknownPlaceholder,
        Code::BadRow,
        Code::WrongSignedText,
        Code::StrayFile,
        Code::NoRequest,
        Code::UnexpectedRequest,
        Code::SecondRequest,
        Code::BrokenRequest,
        Code::WrongMethod,
        Code::WrongUrl,
        Code::WrongTarget,
        Code::MissingHeader,
        Code::ExtraHeader,
        Code::WrongHeader,
        Code::WrongBody,
        Code::WrongSignature,
        Code::WrongOrder,
        Code::WrongOutcome,
        Code::WrongKind,
        Code::WrongCertainty,
        Code::WrongStatus,
        Code::WrongCode,
        Code::WrongDetail,
        Code::WrongMessage,
        Code::WrongReference,
        Code::WrongResolution,
        Code::WrongPath,
        Code::WrongPieces,
        Code::WrongStep,
        Code::WrongEvent,
        Code::WrongConfirmation,
        Code::WrongMeaning,
        Code::WrongStage,
        Code::WrongReply,
        Code::WrongShape,
        Code::WrongAnswer,
        Code::RefusedInput,
        Code::AcceptedInput,
        Code::UnknownName,
        Code::LeakedValue,
        Code::Panicked,
        Code::Hung,
        Code::KnownFailurePasses,
        Code::KnownFailureOverdue,
        Code::OracleDisagrees,
        Code::NegativeDisagrees,
        Code::UnlistedValue,
        Code::IndistinctOrder,
        Code::DistinctOrder,
        Code::MissingSnapshot,
        Code::SnapshotDiffers,
        Code::UnreferencedSnapshot,
        Code::WrongDocument,
        Code::NoSuchLine,
        Code::NotOnLine,
        Code::NoWord,
        Code::OutsideBlock,
        Code::WrongPrint,
        Code::UnaccountedLine,
        Code::AccountedTwice,
        Code::HoldsLiteral,
        Code::NoRepeat,
        Code::StaleTrace,
        Code::NoOperation,
        Code::UnlikeSpec,
        Code::NoPlaceholder,
        Code::WouldLeak,
    ];

    /// The code of that name.
    pub fn parse(name: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|it| it.name() == name)
    }

    /// `wrong-body`.
    pub fn name(self) -> &'static str {
        self.entry().0
    }

    /// What to do about it, as one imperative sentence.
    pub fn advice(self) -> &'static str {
        self.entry().1
    }

    /// What it means, and why it is looked for.
    pub fn explain(self) -> &'static str {
        self.entry().2
    }

    fn entry(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Code::UnreadableFile => (
                "unreadable-file",
                "make it a UTF-8 file of at most 256 KiB that this user may read",
                "A fixture or a setup could not be read as text. What cannot be read was not checked, so the run does not pass.",
            ),
            Code::BadYaml => (
                "bad-yaml",
                "mend the YAML, or give the value the form that is asked for",
                "The text is no YAML, or a value has another form than the key wants.",
            ),
            Code::UnknownKey => (
                "unknown-key",
                "use one of the keys that are listed",
                "A fixture holds a key that nobody reads. A misspelt key that is passed over would take a check away in silence.",
            ),
            Code::DuplicateKey => (
                "duplicate-key",
                "keep one of them",
                "A key stands twice in one map, and only one of the values could be read.",
            ),
            Code::MissingKey => (
                "missing-key",
                "write it: nothing of a fixture is taken for granted",
                "A part that this kind of fixture must have is not there.",
            ),
            Code::MissingRequest => (
                "missing-request",
                "write `request:` from the document's lines, or `request: none` when nothing may leave",
                "A fixture of a call has no `request:`. A reply that is replayed without a look at the request proves nothing about what is sent.",
            ),
            Code::UnusedReply => (
                "unused-reply",
                "take the reply away, or say which request it answers",
                "A fixture holds a reply, and says that no request leaves the client.",
            ),
            Code::UnusedKey => (
                "unused-key",
                "take it away, or make the fixture one that uses it",
                "A part of the fixture has no meaning beside the others, so nothing would be compared with it.",
            ),
            Code::BadName => (
                "bad-name",
                "name it OPERATION-BEHAVIOUR.yaml, in a-z, 0-9, `_` and `-`",
                "Fixtures are named `<operation>-<behaviour>.yaml` (or by their callback) in characters that every file system takes, because snapshots, filters and reports go by that name.",
            ),
            Code::BadWord => (
                "bad-word",
                "use one of the words that are listed",
                "A value is none of the closed set of words that its key takes.",
            ),
            Code::BadNumber => (
                "bad-number",
                "quote it",
                "A number stands without quotes, and is no integer, or the field takes a text: amounts, identifiers and phones are texts. YAML would change its spelling, and the spelling of an amount is what is signed.",
            ),
            Code::BadLines => (
                "bad-lines",
                "write lines of the document as in \"494-508, 510\"",
                "`lines:` or a sample is no list of line numbers and ranges, counted from 1.",
            ),
            Code::BadJson => (
                "bad-json",
                "mend the body; quote it from the document with its repair",
                "An authored body is no JSON, or holds a key twice, so that no client's body could equal it.",
            ),
            Code::UnknownProvider => (
                "unknown-provider",
                "name the folder as the spec's folder is named",
                "A folder of fixtures belongs to no provider that has a spec and a client, or the spec does not hold; nothing in it was checked.",
            ),
            Code::UnknownOperation => (
                "unknown-operation",
                "name an operation or a callback of the spec",
                "A fixture names an operation or a callback that its provider's spec does not have.",
            ),
            Code::UnknownCredential => (
                "unknown-credential",
                "name what the spec names, all that is not optional",
                "setup.yaml names an environment, a server, a credential or a setting that the spec does not have, or leaves one out.",
            ),
            Code::UnknownSample => (
                "unknown-sample",
                "name lines that the spec lists under the operation's `samples:`",
                "A fixture claims a sample of the document that the spec does not list for this operation or callback.",
            ),
            Code::WrongSample => (
                "wrong-sample",
                "claim a sample where it is replayed; an unsendable one where it is refused",
                "A fixture claims a sample that it cannot account for: no request leaves, and the sample is to be replayed; or a request leaves, and the spec says that the sample cannot be sent.",
            ),
            Code::WrongOrigin => (
                "wrong-origin",
                "say `origin: document` and the samples that it replays, or neither",
                "`origin: document` claims that the values are the document's. That is so where a printed sample is replayed, and there alone a sample counts as covered; everything else is a person's variation of what is printed, or real traffic.",
            ),
            Code::UnknownCode => (
                "unknown-code",
                "name a code of the spec; an undocumented one is a fixture of its own",
                "A table of codes holds one that cannot occur in this operation or callback.",
            ),
            Code::UnknownPlaceholder => (
                "unknown-placeholder",
                "use {{test-CREDENTIAL}}, {{signature}}, in a table {{code}}, beside `each` {{each}}",
                "A `{{…}}` stands for nothing; or a table never says where its code goes, or a row of `each:` where a value of its goes.",
            ),
            Code::BadRow => (
                "bad-row",
                "take one of them away",
                "Two rows of `each:` have the same value. Rows go by their value; the second would count as another case and be none.",
            ),
            Code::WrongSignedText => (
                "wrong-signed-text",
                "read the order on the document's lines: where the spec has it, write the text again from the values of `request:`; where the fixture has it, mend `order` in the spec",
                "`signature.signed` is not the text that the spec's order gives over the values of the authored request. Its result was worked out elsewhere, so a text in another order would go unnoticed until a client signs.",
            ),
            Code::StrayFile => (
                "stray-file",
                "name it *.yaml, or move it out of the folder of fixtures",
                "A folder of fixtures holds a file that is neither fixture nor snapshot. A fixture that is never read would look like one that passes.",
            ),
            Code::NoRequest => (
                "no-request",
                "see the error that the client gave instead",
                "The fixture says what is sent, and nothing arrived at the socket.",
            ),
            Code::UnexpectedRequest => (
                "unexpected-request",
                "make the client refuse before it sends",
                "The fixture says that nothing may leave the client, and a request arrived at the socket.",
            ),
            Code::SecondRequest => (
                "second-request",
                "send once: only a read may ever be repeated, and never within a fixture",
                "More than one request arrived for one case. A payment that is sent twice is paid twice.",
            ),
            Code::BrokenRequest => (
                "broken-request",
                "look at the bytes in the message",
                "The bytes that arrived are no complete HTTP/1.1 request.",
            ),
            Code::WrongMethod => (
                "wrong-method",
                "compare the spec's `method:` with the document",
                "The request, or the delivery, has another HTTP method than the fixture says.",
            ),
            Code::WrongUrl => (
                "wrong-url",
                "compare the spec's server and path with the document",
                "The absolute URL that the client asked its transport for is not the fixture's. URLs are compared character by character; a trailing slash is a difference.",
            ),
            Code::WrongTarget => (
                "wrong-target",
                "compare the path and query on the wire with the fixture's URL",
                "The request target that arrived at the socket is not the path and query of the fixture's URL, although the URL given to the transport was.",
            ),
            Code::MissingHeader => (
                "missing-header",
                "send it, or take it out of the fixture when the document has none",
                "A header of the fixture did not arrive.",
            ),
            Code::ExtraHeader => (
                "extra-header",
                "do not send it, or author it when the document has it",
                "A header arrived that the fixture does not have. Only host, content-length, accept, accept-encoding, connection and user-agent are a transport's own.",
            ),
            Code::WrongHeader => (
                "wrong-header",
                "compare the header with the document",
                "A header arrived with another value than the fixture's.",
            ),
            Code::WrongBody => (
                "wrong-body",
                "compare the field with the document; mend the spec, or the fixture where it misread",
                "The body that arrived is not the fixture's body, byte by byte, once white space outside strings is taken out of the fixture's. Spelling of numbers and escapes counts: it is what is signed.",
            ),
            Code::WrongSignature => (
                "wrong-signature",
                "mend first what else differs; where nothing does, look at how values are joined and signed, in `sign` and `fill` of the runtime, or work the result out again where the oracle sides with the client",
                "The signature that arrived is not the one that another implementation worked out over the text that the fixture says is signed. Where a value of the request differs, too, the signature follows from it; where the signature alone does, the values were put together in another order, in another spelling, or by another algorithm.",
            ),
            Code::WrongOrder => (
                "wrong-order",
                "put the spec's `fields:` into the order of the document's sample",
                "The members of an object arrived in another order than the fixture's.",
            ),
            Code::WrongOutcome => (
                "wrong-outcome",
                "compare the spec's code table and `reply:` with the document",
                "The client says that the call succeeded, is pending, was rejected or is unknown, and the person who wrote the fixture says otherwise.",
            ),
            Code::WrongKind => (
                "wrong-kind",
                "see at what point of its life the call failed",
                "The client's error has another kind than the fixture says.",
            ),
            Code::WrongCertainty => (
                "wrong-certainty",
                "say of an error no more than is known: an unread verdict of a payment is unknown",
                "The client's error says otherwise whether the provider may have acted. Callers decide by it whether they may send again.",
            ),
            Code::WrongStatus => (
                "wrong-status",
                "keep the status that the reply had",
                "The HTTP status that the client reports is not the one it was sent.",
            ),
            Code::WrongCode => (
                "wrong-code",
                "compare the spec's `reply.code` pointers with the document",
                "The provider's code that the client reports is not the fixture's; an absent one must be absent.",
            ),
            Code::WrongDetail => (
                "wrong-detail",
                "compare the spec's `reply.detail` pointers with the document",
                "What the client reports to stand beside the code is not the fixture's; an absent one must be absent.",
            ),
            Code::WrongMessage => (
                "wrong-message",
                "compare the spec's `reply.message` pointers with the document",
                "The provider's message that the client reports is not the fixture's; an absent one must be absent.",
            ),
            Code::WrongReference => (
                "wrong-reference",
                "compare the spec's `reply.reference` pointers with the document",
                "The provider's reference that the client reports is not the fixture's; an absent one must be absent. Our own one is compared where the fixture says it.",
            ),
            Code::WrongResolution => (
                "wrong-resolution",
                "compare the spec's `pending` and `unknown` with the document",
                "The client says otherwise how the outcome can be found out.",
            ),
            Code::WrongPieces => (
                "wrong-pieces",
                "compare the pattern or the mark between items in the spec with the document",
                "A text that holds several values, a sentence or a list, is taken apart into others than the fixture says: a caller would take a serial for a PIN. The values are not printed.",
            ),
            Code::WrongStep => (
                "wrong-step",
                "compare `input`, `separator` and `session` of the callback's answer with the document",
                "A step of a dialogue says that something else was entered, or that it belongs to another session. The values are not printed.",
            ),
            Code::WrongEvent => (
                "wrong-event",
                "compare the callback's `event` with the document",
                "The key by which a service recognises the delivery of an event that it has acted on is another one.",
            ),
            Code::WrongConfirmation => (
                "wrong-confirmation",
                "look at `confirm`, `agrees` and the codes of the callback, and at `fate` of the query",
                "Asked whether the provider says what a callback says, the client answers otherwise than the fixture: that it does, that it does not and where, that nobody knows yet, or that asking again would not help.",
            ),
            Code::WrongMeaning => (
                "wrong-meaning",
                "compare `meaning` and `means` of the code with the document",
                "The error says another meaning of the provider's code, or another reason, than the table of codes.",
            ),
            Code::WrongStage => (
                "wrong-stage",
                "compare what the client demands with the document: `optional` of a credential",
                "A client that cannot work was made all the same and failed at its first call, or the other way round.",
            ),
            Code::WrongPath => (
                "wrong-path",
                "name the place of the fault, not one near it",
                "The error names another place in the request or the reply than the fixture says.",
            ),
            Code::WrongReply => (
                "wrong-reply",
                "compare the spec's record with the document: a member is read wrongly, or lost",
                "The typed reply, or the typed callback, written out again, is not the fixture's `expect.body`: something was misread or lost on the way in.",
            ),
            Code::WrongShape => (
                "wrong-shape",
                "compare the callback's `shapes:` with the document",
                "A callback was taken for another of its shapes.",
            ),
            Code::WrongAnswer => (
                "wrong-answer",
                "compare the callback's `answer:` with the document",
                "What the client answers the provider is not the fixture's status, content type and body.",
            ),
            Code::RefusedInput => (
                "refused-input",
                "write `input:` by the Rust names of the request's fields; quote texts and amounts, and neither integers nor booleans",
                "The typed request could not be made from the fixture's `input:`.",
            ),
            Code::AcceptedInput => (
                "accepted-input",
                "make the type refuse the value, or expect what happens instead",
                "The fixture says that its `input:` cannot be expressed as a typed request, and it could.",
            ),
            Code::UnknownName => (
                "unknown-name",
                "run `cargo codegen`: the compiled clients are not those of the specs",
                "The compiled clients do not know a provider, an operation, a callback, a credential or a setting that the spec has.",
            ),
            Code::LeakedValue => (
                "leaked-value",
                "mask it where the text is made",
                "A secret, or personal data of the request, stands in what an error prints.",
            ),
            Code::Panicked => (
                "panicked",
                "return an error: a client never panics on what a provider sends",
                "The client panicked.",
            ),
            Code::Hung => (
                "hung",
                "bound every wait",
                "The client gave no answer and no error within its own time limits.",
            ),
            Code::KnownFailurePasses => (
                "known-failure-passes",
                "take `known_failure:` out of the fixture, and record its transcript",
                "The fixture says that it fails, and everything it claims holds. What is mended must be held from now on, so it counts as a failure until the fixture stops excusing it.",
            ),
            Code::KnownFailureOverdue => (
                "known-failure-overdue",
                "mend what fails, or give it a later version and say why in the commit",
                "The fixture says by which version of this project its failure must be gone. This is that version, or a later one.",
            ),
            Code::OracleDisagrees => (
                "oracle-disagrees",
                "the client does what the fixture says, so look at the oracle first; where the fixture does not say as much, find in the spec which of the two is right",
                "The compiled client and the oracle, an interpreter of the same spec that shares nothing with the generator, do not send the same bytes or do not make the same of a reply. One of the two misreads the spec; the fixture's own halves may not have said enough to tell.",
            ),
            Code::NegativeDisagrees => (
                "negative-disagrees",
                "find in the spec which of the two is right, mend the other, and write the reply down as a fixture; where several providers show it, look at the runtime that they share first",
                "A reply or a delivery is made out of a good one of a fixture, wrong in one way: a member is absent, null, of another type, too long, twice there; the body is cut, empty, or no JSON. The compiled client and the oracle do not make the same of it. The message says what is wrong in it; nothing of it is sent over a socket.",
            ),
            Code::UnlistedValue => (
                "unlisted-value",
                "list the value in the spec where the document does; else name it under `unlisted:`",
                "A fixture sends or is told a value where the spec lists values, and the spec does not list it; or the fixture says so of one that is listed, or that is not there. A value that fell out of a list would otherwise be taken for one that nobody knew.",
            ),
            Code::IndistinctOrder => (
                "indistinct-order",
                "give what is signed values that differ; where they are the document's, say why by `indistinct`",
                "Two signed values of the fixture could change places, or one could be left out, and the signature would be the same. It would pass with a client that signs in another order, so it proves none.",
            ),
            Code::DistinctOrder => (
                "distinct-order",
                "take `indistinct` away",
                "A fixture says that its signature would be the same in another order; there is no such order, or nothing in it is signed and sent.",
            ),
            Code::MissingSnapshot => (
                "missing-snapshot",
                "look at the transcript, then record it by running the same once more with --accept",
                "The verdict holds, and no transcript is recorded beside the fixture.",
            ),
            Code::SnapshotDiffers => (
                "snapshot-differs",
                "look at the difference, then record it by running the same once more with --accept",
                "The verdict holds, and the transcript is not the recorded one: something changed that no authored expectation speaks of.",
            ),
            Code::UnreferencedSnapshot => (
                "unreferenced-snapshot",
                "delete it, or bring its fixture back",
                "A recorded transcript has no fixture beside it.",
            ),
            Code::WrongDocument => (
                "wrong-document",
                "bring the document that was read; or read the new one, mend the spec and run `cargo codegen lock`",
                "The document is not the one whose digest `document.lock` holds, or nothing is locked yet. Citations are lines of that one document.",
            ),
            Code::NoSuchLine => (
                "no-such-line",
                "cite a line that says something",
                "A citation, a discrepancy or a line that is set aside names a line of the document that is blank or not there, or a fixture names one behind its end.",
            ),
            Code::NotOnLine => (
                "not-on-line",
                "read the line, and mend the citation or the fact; where the document prints it otherwise, say `printed:`",
                "A fact's literal does not stand as whole tokens on a line that the fact cites. Either the citation is wrong, or the fact is.",
            ),
            Code::NoWord => (
                "no-word",
                "say behind the line a word or two that stand there and not on the lines around it: `cite: 34 \"creates\"`; behind a range, one of its first line and one of its last",
                "What an operation does, or what a code means for the money, is told in prose: no literal of the spec stands there, so that nothing would notice a citation of the wrong line. The word that it rests on is looked for in its place.",
            ),
            Code::OutsideBlock => (
                "outside-block",
                "cite a line of the operation, or widen its `lines`",
                "A fact of an operation or callback cites a line outside of the lines that describe it. The same word stands in many places, and most of them speak of something else.",
            ),
            Code::WrongPrint => (
                "wrong-print",
                "write what is printed as it is printed; where that is another text, add a discrepancy that lists the line",
                "`printed:` must hold the value once white space is taken out. Where the document prints something else, that is a contradiction, and a discrepancy says what was chosen.",
            ),
            Code::UnaccountedLine => (
                "unaccounted-line",
                "cite it, list it in a discrepancy, or set it aside with a reason",
                "A line of the document is neither cited by a fact nor listed by a discrepancy nor set aside. Something that the provider says may be missing in the spec.",
            ),
            Code::AccountedTwice => (
                "accounted-twice",
                "take it out of `set_aside`",
                "A line is set aside as one that states nothing, and a fact or a discrepancy has it.",
            ),
            Code::HoldsLiteral => (
                "holds-literal",
                "cite the line where it states that, or list it in a discrepancy",
                "A line that is set aside as a heading or prose holds a wire name, a code, a path, a cell, a URL or JSON, so it states something. docs/trace.md says exactly when.",
            ),
            Code::NoRepeat => (
                "no-repeat",
                "name the line that says the same, one that a fact or another reason accounts for",
                "A line that is set aside as a repeat does not say what the other line says, or the other line is accounted for by nothing else.",
            ),
            Code::StaleTrace => (
                "stale-trace",
                "run `cargo conformance trace --documents DIR` with the folder of documents",
                "`trace.lock` is missing or is of other facts, citations or another document: nobody has compared this spec with its document.",
            ),
            Code::NoOperation => (
                "no-operation",
                "name its path by `--setting` where the spec has none, or add the operation to the spec",
                "A request that went through the proxy has the method and the path of no operation, or could be one of several. It was sent on and answered, and is not recorded.",
            ),
            Code::UnlikeSpec => (
                "unlike-spec",
                "look at the place that is named: the service, the provider or the spec is at fault there",
                "An exchange is not what the spec says: a client of the spec would have sent another request, without a member, a pair or a header that it does not have, say, or would not replay the fixture. Only what holds is written; what went over the wire is not shown.",
            ),
            Code::NoPlaceholder => (
                "no-placeholder",
                "say that the value is harmless, if it is, or write the fixture by hand",
                "No other value of the same kind can stand for one that was on the wire: its rules allow none, or the reply would mean something else with it.",
            ),
            Code::WouldLeak => (
                "would-leak",
                "look at the place that is named; it holds what also stands elsewhere, or says more than its type",
                "Before a recorded fixture is written, it is searched for every value that was on the wire: as it is, and as JSON, URLs, base64 or hexadecimal digits have it. One of them was found outside the places that are harmless, so nothing was written.",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_kebab_case_and_found_again() {
        for code in Code::ALL {
            let name = code.name();
            assert_eq!(Code::parse(name), Some(*code), "{name}");
            assert!(
                name.chars().all(|it| it.is_ascii_lowercase() || it == '-'),
                "{name}"
            );
        }
    }

    #[test]
    fn advice_is_no_sentence_and_an_explanation_is() {
        for code in Code::ALL {
            assert!(!code.advice().ends_with('.'), "{}", code.name());
            assert!(code.explain().ends_with('.'), "{}", code.name());
        }
    }
}
