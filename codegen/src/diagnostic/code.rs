//! The catalogue of faults: stable names, advice, explanations.

use std::fmt;

/// Lists every code once: its variant, its stable name, advice in the imperative, and what it
/// means and why it is a fault.
macro_rules! codes {
    ($( $variant:ident $name:literal $advice:literal $explanation:literal )*) => {
        /// One kind of fault. The name is stable: documentation, tests and people go by it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $(
                #[doc = concat!("`", $name, "`: ", $explanation)]
                $variant,
            )*
        }

        impl Code {
            /// Every code, in the order of the way a spec takes.
            pub const ALL: &'static [Code] = &[$( Code::$variant ),*];

            fn entry(self) -> (&'static str, &'static str, &'static str) {
                match self {
                    $( Code::$variant => ($name, $advice, $explanation), )*
                }
            }
        }
    };
}

codes! {
    UnreadableFile "unreadable-file"
        "give the folder readable UTF-8 files: `provider.yaml`, `operations/*.yaml`, `callbacks.yaml`"
        "A file of the spec is missing, is a folder, is not UTF-8, cannot be opened, or has a name that nobody reads. The provider's folder needs at least `provider.yaml`."
    TooLarge "too-large"
        "split the file, and let aliases repeat less"
        "A file over 1 MiB is refused unread, and one whose aliases repeat more than 100,000 values. Operations may be spread over any number of files below `operations/`."
    TooDeep "too-deep"
        "nest less deeply"
        "Maps and lists nested more than 128 deep are refused before they are read: no spec needs them, and reading them takes quadratic time."
    NotYaml "not-yaml"
        "mend the YAML"
        "The file is not YAML. The place is where the parser stopped, which is often one line below the mistake."
    WrongShape "wrong-shape"
        "give it the shape that this key asks for"
        "A text stands where a map or a list belongs, or the other way round."
    DuplicateKey "duplicate-key"
        "remove one of them"
        "Two equal keys in one map: a reader would silently lose one of the two facts."
    UnknownKey "unknown-key"
        "correct the key or take it out"
        "A key that the language does not know. A misspelt optional key would otherwise be a fact that nobody reads."
    MissingKey "missing-key"
        "add it, with a value"
        "A key that must be there is missing or says nothing."
    Uncited "uncited"
        "cite the document's lines, or say `linked` or `assumed`"
        "Every fact says where it comes from: lines of the document (`cite: 37, 40-44`), `{ linked: URL, confidence: … }` or `{ assumed: why, confidence: … }`."
    BadLines "bad-lines"
        "write lines as `37, 40-44`, rising, from 1, and words behind them as `37 \"debit\"`"
        "Lines are numbers or ranges separated by commas, in rising order and without overlap. A sample is exactly one range."
    BadSource "bad-source"
        "say exactly one of `linked` and `assumed`"
        "A fact that is not the document's is linked (with the page's URL) or assumed (with the reason), never both."
    OutsideLines "outside-lines"
        "cite lines inside the block, or widen its `lines`"
        "A fact of an operation or callback cites lines that its `lines` do not cover; most often the citation was copied from a neighbour."
    BadName "bad-name"
        "use lower-case words joined by single underscores, at most 44 characters"
        "A name begins with a letter and has lower-case letters, digits and single underscores between words. Where a name is derived from the wire and that gives no legal one, say it with `name:`."
    NameCollision "name-collision"
        "rename one of them"
        "Two names would be one item of the generated crate, or a name is one that generated code needs itself. Names are compared without underscores, since case changes take them out."
    ProviderName "provider-name"
        "give folder and provider one name that is no word of this workspace"
        "The provider's name is the folder's, and neither a subcommand nor a package of this workspace."
    UnknownWord "unknown-word"
        "use one of the words"
        "The value is a closed choice of words, and this is none of them."
    UnknownReference "unknown-reference"
        "define it, or use one that is defined"
        "A name refers to something that the spec does not define."
    UnknownType "unknown-type"
        "use a type that fits here"
        "A type is one of those that `cargo codegen schema --format text` lists under Types, and not every one of them can stand everywhere."
    DuplicateValue "duplicate-value"
        "remove one of them"
        "Two values of an enum, two members of a record, two shapes of a callback or two fields of a request are the same on the wire."
    BadText "bad-text"
        "take the character out, or shorten the text"
        "A text holds control characters or characters that reorder or hide what stands beside them, or it is longer than any literal of a provider."
    BadVersion "bad-version"
        "write the version as `1.2.3`"
        "The version of the generated crate has three numbers."
    BadUrl "bad-url"
        "write an absolute URL; for a server only scheme, host, port and base path"
        "A URL begins with `https://` or `http://` and has a host. A server's URL may have a base path, which stands before the path of every operation, and has no query or fragment."
    Cleartext "cleartext"
        "use https, or say `cleartext: \"yes\"` where the document gives nothing else"
        "Calls to an `http:` server travel unprotected, with every key in them. The spec must allow it in words."
    ServersDiffer "servers-differ"
        "list the same servers, in the same order, in every environment"
        "Every environment has the same servers; one without a `url` is asked of the caller."
    BadPath "bad-path"
        "write the path from the host on, beginning with `/`"
        "A path is absolute from the server's address, percent-encoded where needed, without query; `{name}` is the place of a field `in: path`."
    PathChoice "path-choice"
        "say `path`, or `path_setting` where the document prints none"
        "An operation has one path: printed, linked or assumed (`path`), or given by the caller (`path_setting`)."
    PathField "path-field"
        "give every `{name}` of the path one field `in: path` that is always there, and every such field its place"
        "A path with a gap would be another path. The fields that travel in a path are named by it in braces, each once, and none can be left out."
    BadPointer "bad-pointer"
        "write a pointer like `/source/name`"
        "A JSON pointer (RFC 6901) begins with `/` and has no empty parts."
    BadHeader "bad-header"
        "use a header name of HTTP, with `in: header`"
        "A header's name is a token of HTTP: no space, no colon. What the document prints otherwise cannot be sent and is a discrepancy."
    FieldSource "field-source"
        "give the field one source"
        "A field's value comes from the caller or from exactly one of `constant`, `credential` and `signature`; a header takes a constant or a credential."
    BadConstant "bad-constant"
        "spell it as JSON does: `4`, `-1`, `true`; or leave `type` out where a text is sent"
        "A constant of type `integer` or `boolean` stands in the body without quotes, so it is spelled as JSON spells it: a whole number of at most 64 bits without `+` and without leading zeros, or `true` or `false`. A credential that is sent as a number begins as one does."
    AuthField "auth-field"
        "say it where it can be carried out"
        "`prefix` stands before a credential, token or signature in a header; `basic` names user and password and stands in a header; a `made` digest stands in a header; `methods` is for what operations share; `ways` are two or more, and none of their fields is in the body."
    TokenOperation "token-operation"
        "fetch it by an operation that reads, without inputs, and say how long it lives"
        "A token comes from an operation of effect `reads` that asks nothing of the caller and needs no token itself. It lives as many seconds as the reply says at `lives`, or as `lives_for` says."
    BadMade "bad-made"
        "write `timestamp FORMAT`, `nonce KIND` or `digest ALGORITHM ENCODING`"
        "A value that the client makes is a time (`unix`, `unix-ms`, `rfc3339` or a pattern of YYYY, MM, DD, HH, mm and ss, each once), a nonce (`hex N`, `digits N` with N from 8 to 128, or `uuid`) or a digest without a key."
    BadPrefix "bad-prefix"
        "say once per environment how its credentials begin, and only where another environment's begin otherwise"
        "A prefix tells a credential of one environment from that of another, so that a live key never meets the sandbox. It is not empty, has no white space, and stands once per environment; where all environments have the same ones, or there is only one environment, nothing is told apart."
    BadSeconds "bad-seconds"
        "write a whole number of seconds, at most a year"
        "Lifetimes and tolerances are seconds, in digits."
    BadCondition "bad-condition"
        "name another field of the body that the caller gives, and a value that it can have"
        "`required: FIELD is VALUE` looks at the value of another field of the same body."
    BadRule "bad-rule"
        "write `digits 4`, `length 1..160`, `starts 07` or `range 100..35000`"
        "A rule of the language: so many digits, a length in characters, of which the least may be left out; a beginning; for amounts and integers a range, either side of which may be empty."
    BadJoined "bad-joined"
        "take it out, or let it join a `list of TYPE` that is `in: query`"
        "`joined` makes one text of a list in the query. Elsewhere a list is an array or a key that is repeated."
    BadReference "bad-reference"
        "write `dated: YYYYMMDDHHmm` with `zone: \"+01:00\"`, `random: alphanumeric 12`, `length: \"12..40\"`"
        "A reference begins with a date or not, ends in random characters, and is itself what it demands of one that the caller gives: by length and characters."
    BadMark "bad-mark"
        "mark text, or leave the mark out"
        "`secret` and `personal` keep a text from being printed. Other types have no masked form; describe what is sensitive in them as text. `harmless` lets a recorded fixture keep a value: one that a caller or a provider says, and that is neither secret nor personal."
    SignatureSlot "signature-slot"
        "sign values that are always sent, into one field; in a callback, the body that holds the values"
        "A signed operation has exactly one field that takes the signature. It signs values that are always sent, or the scheme says by `empty` what is signed for an absent one. What goes into the body cannot cover the body's bytes. A signed callback has its values in the body and covers `@body`, and the header that says when it was sent."
    SignedOrder "signed-order"
        "sign what is printed, in that order; where `printed` says more than the order, cut it to the order"
        "What an operation signs stands twice in its spec: as `order`, and as the document prints it. A field that `printed` names as it is sent has to be signed, after those that are printed before it. Of a field that is printed by another name nothing is known, and a `sorted` scheme has an order of its own."
    SignatureKey "signature-key"
        "give an HMAC a `key`, and a plain digest or a text a secret `credential NAME` in its order; sign no callback without a digest"
        "An HMAC has a key of its own. A plain digest has none: the secret is one of the signed values, and without it anybody could make the signature. So it is with `none`, where the text itself is sent. What a callback brings must be a digest: whoever has seen one with the secret in it could make any other."
    OurReference "our-reference"
        "name a field that both operations take from the caller and that is always sent"
        "`query OPERATION by FIELD` asks with our own reference: a field of this operation that the caller gives, that is always sent and may be printed, and that the operation asked takes under the same name."
    BadPaging "bad-paging"
        "say `by: page` with `first`, or `by: cursor` with `next`, for an operation that reads"
        "A list is read page by page by putting a number or a cursor into a field that the caller gives. Only what reads may be asked again and again."
    BadFate "bad-fate"
        "give the query `fate`, with the `codes` or `words` that speak of the call, and the one `field` of the caller's that takes its reference"
        "A query succeeds or fails, and tells besides what became of the call that it asks about. Without a word on where it does so, nobody can settle the call, nor confirm a callback by the reference that it names; and a word that speaks of the query would settle it wrongly. Who settles a call has its reference and nothing else, so whatever else the query demands is a credential, a constant or optional."
    SilentCallback "silent-callback"
        "give the callback `code` or `reference`, or say what else settles the call"
        "`callback NAME` says that a callback brings the verdict. One that looks for neither a code nor a reference says of no call what became of it, so nobody who waits for it would learn anything."
    SentencePattern "sentence-pattern"
        "name every member once in braces, in order, with text between: `Serial No:{serial}, pin: {pin}`"
        "A sentence is a text whose places have meanings. Members are told apart by what stands between them, so two cannot stand together."
    NotARead "not-a-read"
        "name an operation that reads"
        "What settles an outcome or confirms a callback is asked without harm, so it must be an operation that reads."
    KeyNotSecret "key-not-secret"
        "mark the credential with `secret: \"yes\"`"
        "Whoever has the key of a signature can pay in the merchant's name; a credential that is not marked as secret may be printed."
    ParentClash "parent-clash"
        "make the parent an `object`, or move the child"
        "A pointer leads through a field that has a value of its own."
    SplitParent "split-parent"
        "let fields under one parent stand together"
        "A body is written in the order of its fields; an object cannot be opened twice."
    TableShape "table-shape"
        "give every row one cell per column; name a `code` and a `label` column"
        "A table has distinct columns, `code` and `label` among them, and as many cells in every row."
    RecordCircle "record-circle"
        "put a list between, or describe the inner part apart"
        "A record that holds itself, directly or through others, has no end."
    CallbackShape "callback-shape"
        "let every shape but the last say `when_present`; a dialogue has one shape"
        "A callback's shape is picked by a member that is present; the last is taken when no other fits. Shapes are objects. A dialogue has one shape with the member that holds the input. A GET has its values in the query."
    AnswerChoice "answer-choice"
        "answer with a 2xx `status` and a `body` of its `content_type`, or as a dialogue"
        "What a callback is answered is either always the same (`status`, `body`) or a dialogue (`goes_on`, `ends`, `input`, `separator`). A body whose content type is JSON is JSON."
    OverlappingScope "overlapping-scope"
        "let each code mean one thing in each place"
        "One code with two outcomes for the same operation or callback: nobody could tell which is meant."
    SampleDiscrepancy "sample-discrepancy"
        "name the discrepancy that states the repair or the refusal"
        "A sample that is not replayed as printed says why, by naming a discrepancy."
    SetAside "set-aside"
        "set each line aside once; say `of: LINE` with `repeats` and with nothing else"
        "A line that states no fact is set aside once and with one reason. `repeats` names the line, or the first of the lines, that it repeats; they are other lines, and not set aside as repeats themselves."
    Empty "empty"
        "fill it, or take it out"
        "Something that must have parts has none."
    VersionTooLow "version-too-low"
        "raise `version` to what the message says; `cargo codegen diff` says what changed"
        "The version of a generated crate follows from what changed since its last release, which `release.lock` holds: below 1.0.0 what breaks callers raises the second number, and everything else that a caller or the provider can see the third."
    Unused "unused"
        "use it, or take it out"
        "A definition that nothing refers to is a fact that no client carries; most often a reference was forgotten."
}

impl Code {
    /// The stable name: `unknown-type`.
    pub fn name(self) -> &'static str {
        self.entry().0
    }

    /// What to do about it, in the imperative.
    pub fn advice(self) -> &'static str {
        self.entry().1
    }

    /// What it means and why it is a fault.
    pub fn explanation(self) -> &'static str {
        self.entry().2
    }

    /// The code of that name.
    pub fn named(name: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|it| it.name() == name)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
