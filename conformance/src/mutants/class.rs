//! The kinds of mutants: what each changes of the spec language, and who has to notice.

/// Declares the classes: name, first observer, and the keys of the language that it changes.
macro_rules! classes {
    ($( $class:ident $word:literal $observer:literal [$($key:literal),* $(,)?] )*) => {
        /// One kind of mutants.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        #[expect(missing_docs, reason = "a class is told by its word and by the keys that it changes")]
        pub enum Class {
            $( $class, )*
        }

        impl Class {
            /// Every class.
            pub const ALL: &'static [Class] = &[$( Class::$class, )*];

            /// As reports say it: `wire-case`.
            pub const fn word(self) -> &'static str {
                match self {
                    $( Class::$class => $word, )*
                }
            }

            /// Who has to notice some mutants of it: `bytes`, `outcome`, `leak_scan`, …
            pub const fn observer(self) -> &'static str {
                match self {
                    $( Class::$class => $observer, )*
                }
            }

            /// The keys of the spec language that it changes: `field.wire`.
            pub const fn keys(self) -> &'static [&'static str] {
                match self {
                    $( Class::$class => &[$($key),*], )*
                }
            }
        }
    };
}

classes! {
    BaseUrl "base-url" "bytes" ["environment.servers", "server.url"]
    Cleartext "cleartext" "refusal" ["server.cleartext"]
    MagicValue "magic-value" "diagnostic" ["environment.magic", "magic.is", "magic.field"]

    WireRename "wire-rename" "bytes" ["field.wire", "field.under", "provider.headers"]
    WireCase "wire-case" "bytes" ["field.wire"]
    WireDrop "wire-drop" "bytes" ["field.wire", "operation.fields", "way.fields"]
    WireDuplicate "wire-duplicate" "bytes" ["operation.fields"]
    Location "location" "bytes" ["field.in"]
    Pointer "pointer" "bytes" ["field.under"]
    Type "type" "bytes" ["field.type"]
    NumberSpelling "number-spelling" "bytes" ["field.type"]
    MoneyUnit "money-unit" "typed_member" ["field.type", "member.type"]
    MoneyScale "money-scale" "bytes" ["field.type"]
    ListSeparator "list-separator" "bytes" ["field.joined", "member.type"]
    Default "default" "diagnostic" ["field.default"]
    Required "required" "refusal" ["field.required", "credential.optional", "unsaid.fields"]
    Condition "condition" "refusal" ["field.required"]
    Constant "constant" "bytes" ["field.constant"]
    ContentType "content-type" "bytes" ["field.constant"]
    CredentialSlot "credential-slot" "bytes" ["field.credential", "field.basic", "field.token", "provider.credentials"]
    MethodSlot "method-slot" "bytes" ["field.methods"]
    Way "way" "refusal" ["provider.ways"]
    CredentialPrefix "credential-prefix" "refusal" ["credential.prefixes", "prefix.is", "prefix.environment"]
    Prefix "prefix" "bytes" ["field.prefix", "callback_signature.prefix"]
    TimestampFormat "timestamp-format" "bytes" ["field.made", "callback_signature.timestamp_format"]
    Nonce "nonce" "bytes" ["field.made"]
    Digest "digest" "bytes" ["field.made"]
    Secret "secret" "leak_scan" ["field.secret", "member.secret", "credential.secret"]
    Personal "personal" "leak_scan" ["field.personal", "member.personal"]
    RuleEnforced "rule-enforced" "refusal" ["field.rules", "rule.contradicted"]
    Length "length" "refusal" ["rule.rule"]
    Pattern "pattern" "refusal" ["rule.rule"]
    Range "range" "refusal" ["rule.rule"]
    ReferenceRule "reference-rule" "refusal" ["provider.references", "reference.dated", "reference.length", "reference.charset"]

    EnumOpen "enum-open" "refusal" ["enum.open"]
    EnumValue "enum-value" "refusal" ["value.is", "enum.columns"]
    EnumDrop "enum-drop" "refusal" ["provider.enums", "enum.values"]
    TableCell "table-cell" "diagnostic" ["provider.tables", "table.rows", "row.cells"]

    MemberRename "member-rename" "typed_member" ["member.wire"]
    MemberCase "member-case" "typed_member" ["member.wire"]
    MemberAlso "member-also" "typed_member" ["member.also"]
    MemberDrop "member-drop" "typed_member" ["provider.records", "record.members"]
    MemberType "member-type" "typed_member" ["member.type"]
    MemberOrder "member-order" "typed_member" ["record.form"]
    Sentence "sentence" "typed_member" ["record.pattern"]

    Method "method" "bytes" ["operation.method"]
    Path "path" "bytes" ["operation.path", "operation.path_setting", "provider.settings"]
    OtherPath "other-path" "diagnostic" ["operation.other_paths"]
    Server "server" "bytes" ["operation.server"]
    BodyForm "body-form" "bytes" ["operation.body"]
    Effect "effect" "certainty" ["operation.effect"]
    ReplyType "reply-type" "typed_member" ["reply.type"]
    ReplyPointer "reply-pointer" "outcome" ["operation.reply", "reply.code", "reply.detail", "reply.message", "reply.reference"]
    ReplyNeeds "reply-needs" "outcome" ["reply.needs"]
    StatusMapping "status-mapping" "outcome" ["reply.code"]
    WithoutCode "without-code" "outcome" ["reply.without_code"]
    Resolution "resolution" "certainty" ["operation.pending", "operation.unknown"]
    OurReference "our-reference" "certainty" ["operation.pending", "operation.unknown", "field.type"]
    Fate "fate" "outcome" ["operation.fate", "fate.codes", "fate.at", "fate.words", "fate.names", "fate_word.is", "fate_word.outcome"]
    Paging "paging" "bytes" ["operation.paging", "paging.by", "paging.field", "paging.first", "paging.next", "paging.items", "paging.more"]
    Token "token" "bytes" ["provider.tokens", "token.at", "token.lives", "token.lives_for", "token.early"]

    CodeValue "code-value" "outcome" ["code.code"]
    CodeDrop "code-drop" "outcome" ["provider.codes"]
    CodeOutcome "code-outcome" "outcome" ["code.outcome"]
    CodeDetail "code-detail" "outcome" ["code.detail"]
    CodeScope "code-scope" "outcome" ["code.scope"]
    CodeMeaning "code-meaning" "outcome" ["code.meaning"]
    CodeReason "code-reason" "outcome" ["code.means"]

    SignatureSwap "signature-swap" "bytes" ["signature.order", "callback_signature.order", "scheme.sorted"]
    SignatureReverse "signature-reverse" "bytes" ["signature.order", "callback_signature.order"]
    SignatureOmission "signature-omission" "bytes" ["signature.order", "callback_signature.order"]
    SignatureDuplication "signature-duplication" "bytes" ["signature.order", "callback_signature.order"]
    SignatureDestination "signature-destination" "bytes" ["operation.signature", "field.signature", "callback.signature"]
    SignatureAlgorithm "signature-algorithm" "bytes" ["provider.signatures", "scheme.algorithm"]
    SignatureEncoding "signature-encoding" "bytes" ["scheme.encoding"]
    SignatureJoiner "signature-joiner" "bytes" ["scheme.joiner"]
    SignatureAround "signature-around" "bytes" ["scheme.prefix", "scheme.suffix"]
    SignatureNames "signature-names" "bytes" ["scheme.named"]
    SignatureEmpty "signature-empty" "bytes" ["scheme.empty"]
    SignatureKey "signature-key" "bytes" ["scheme.key", "signature.scheme", "callback_signature.scheme"]

    CallbackMethod "callback-method" "bytes" ["callback.method"]
    CallbackValues "callback-values" "typed_member" ["callback.values"]
    CallbackShape "callback-shape" "typed_member" ["callback.shapes", "shape.when_present", "shape.record"]
    CallbackPointer "callback-pointer" "outcome" ["callback.code", "callback.detail", "callback.reference"]
    CallbackAnswer "callback-answer" "answer" ["callback.answer", "answer.content_type", "answer.status", "answer.body", "answer.goes_on", "answer.ends", "answer.longest"]
    CallbackStep "callback-step" "typed_member" ["answer.input", "answer.separator", "answer.session"]
    CallbackEvent "callback-event" "typed_member" ["callback.event"]
    CallbackConfirm "callback-confirm" "bytes" ["callback.confirm"]
    CallbackAgrees "callback-agrees" "outcome" ["callback.agrees", "agreement.here", "agreement.there"]
    HeaderName "header-name" "refusal" ["callback_signature.header", "callback_signature.timestamp", "callback_signature.order"]
    Tolerance "tolerance" "refusal" ["callback_signature.tolerance"]
}

impl std::fmt::Display for Class {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}
