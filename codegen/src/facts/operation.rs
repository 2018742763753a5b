//! Outbound calls, and the values that are sent.

use super::proof::{Literal, Proof, Row};
use super::provider::words_of;
use super::way::Way;
use super::{About, Block, Collected, Kind, Of, own_or_cite};
use crate::model::{
    Citation, Confidence, Enumeration, Fate, FateWord, Field, FieldSource, Lines, Operation,
    Paging, Path, ReplyRule, Required, Rule, RuleKind, Sample, SampleDisposition, SampleKind,
    Signature, Source, Stated, Type, Words,
};

pub(super) fn operation(res: &mut Collected, it: &Operation, enums: &[Enumeration]) {
    let Operation {
        name,
        about: _,
        group: _,
        lines,
        citation,
        effect: _,
        effect_citation,
        method,
        method_citation,
        server: _,
        path,
        path_citation,
        path_printed,
        other_paths,
        other_paths_citation,
        body: _,
        body_citation,
        fields,
        shared,
        signature,
        reply,
        pending: _,
        unknown: _,
        ours: _,
        paging,
        fate,
        samples,
    } = it;
    let block = Block::of(lines);
    let of = Of {
        name: name.clone(),
        about: About::Operation(name.clone()),
        block: &block,
        way: Way::standing("operations", name),
    };
    let literal = |text: &str| Proof::Each(vec![Literal::must(text)]);
    whole(res, &of, citation);
    let effect = ("effect_cite", effect_citation);
    res.tell(&of, Kind::Effect, Proof::Prose, effect);
    let cited = ("method_cite", method_citation);
    res.tell(&of, Kind::Method, literal(method), cited);
    let path = match path {
        Path::Fixed(path) => Proof::Each(vec![Literal::must(path).printed(path_printed)]),
        Path::Setting(_) => Proof::Prose,
    };
    res.tell(&of, Kind::Path, path, ("path_cite", path_citation));
    if let Some(it) = other_paths_citation {
        let proof = Proof::All(other_paths.iter().map(|it| Literal::must(it)).collect());
        res.tell(&of, Kind::OtherPaths, proof, ("other_paths_cite", it));
    }
    if let Some(it) = body_citation {
        res.tell(&of, Kind::Body, Proof::Prose, ("body_cite", it));
    }
    let names: Vec<&str> = fields.iter().map(|it| it.wire.as_str()).collect();
    for (index, it) in fields.iter().enumerate().skip(*shared) {
        let about = About::Field(name.clone(), it.name.clone());
        let way = of.way.key("fields").index(index - shared);
        let of = of.at(&format!("field/{}", it.name), about, way);
        field(res, &of, it, &names, enums);
    }
    if let Some(it) = signature {
        order(res, &of, it);
    }
    answered(res, &of, reply, samples);
    if let Some(it) = paging {
        pages(res, &of, it, fields);
    }
    if let Some(it) = fate {
        settled(res, &of, it);
    }
    samples_of(res, &of, samples);
}

/// That the document does not print an operation or callback, and who does.
pub(super) fn whole(res: &mut Collected, of: &Of<'_>, citation: &Citation) {
    match citation.source {
        Source::Linked(_) | Source::Assumed(_) => {
            res.tell(of, Kind::Whole, Proof::Prose, ("cite", citation));
        }
        // Its lines are where everything else of it lies.
        Source::Document(_) => {}
    }
}

fn pages(res: &mut Collected, of: &Of<'_>, it: &Paging, fields: &[Field]) {
    let Paging {
        way: _,
        field,
        items: _,
        citation,
    } = it;
    let of = of.key("paging");
    let proof = Proof::Each(vec![Literal::name(&fields[*field].wire)]);
    res.tell(&of, Kind::Paging, proof, ("cite", citation));
}

fn settled(res: &mut Collected, of: &Of<'_>, it: &Fate) {
    let Fate {
        field: _,
        codes: _,
        places: _,
        words,
        names: _,
        citation,
    } = it;
    let here = of.key("fate");
    res.tell(&here, Kind::Fate, Proof::Prose, ("cite", citation));
    for (index, it) in words.iter().enumerate() {
        let FateWord {
            wire,
            outcome: _,
            citation,
        } = it;
        let way = here.way.key("words").index(index);
        let of = of.at(&format!("fate/{wire}"), of.about.clone(), way);
        let proof = Proof::Each(vec![Literal::must(wire)]);
        res.tell(&of, Kind::Fate, proof, ("cite", citation));
    }
}

/// One value of a request, of an operation or of all of them.
pub(super) fn field(
    res: &mut Collected,
    of: &Of<'_>,
    it: &Field,
    names: &[&str],
    enums: &[Enumeration],
) {
    let Field {
        wire,
        printed,
        name,
        about: _,
        location: _,
        pointer: _,
        ty,
        joined: _,
        default,
        source,
        prefix: _,
        way: _,
        methods: _,
        required,
        demanded: _,
        secret: _,
        personal: _,
        harmless: _,
        rules,
        citation,
        described,
        described_words,
        type_citation,
        required_citation,
        values_citation,
    } = it;
    let mut told = words_of(wire);
    told.extend(words_of(name));
    let others = names.iter().filter(|it| *it != wire);
    let others: Vec<String> = others.map(|it| (*it).to_owned()).collect();
    let wire = Literal::name(wire).printed(printed);
    let proof = Proof::Each(vec![wire.clone()]);
    res.tell(of, Kind::Wire, proof, ("cite", citation));
    if !described.0.is_empty() {
        let described = in_document(described.clone(), described_words.clone());
        let cited = ("described", &described);
        res.tell(of, Kind::Described, Proof::Words(told), cited);
    }
    let row = |key: &str, values: Vec<Literal>| {
        Proof::Row(Row {
            names: vec![wire.clone()],
            values,
            others: others.clone(),
            described: described.clone(),
            bare: key == "cite",
        })
    };
    // What no caller gives is text, and nobody has to say so.
    let typed = |res: &mut Collected| {
        if let Type::Integer | Type::Boolean = ty {
            let cited = own_or_cite("type_cite", type_citation, citation);
            res.tell(of, Kind::Type, row(cited.0, Vec::new()), cited);
        }
    };
    match source {
        FieldSource::Caller | FieldSource::Parent => {
            let cited = own_or_cite("type_cite", type_citation, citation);
            let proof = row(cited.0, values_of(ty, enums));
            res.tell(of, Kind::Type, proof, cited);
        }
        FieldSource::Constant(text) => {
            let cited = match values_citation {
                Some(it) => ("values_cite", it),
                None => ("cite", citation),
            };
            let literals = vec![Literal::must(text)];
            let proof = match cited.0 {
                "cite" => Proof::All(literals),
                _ => Proof::Each(literals),
            };
            res.tell(of, Kind::Constant, proof, cited);
            typed(res);
        }
        FieldSource::Credential(_) => typed(res),
        FieldSource::Signature
        | FieldSource::Basic { .. }
        | FieldSource::Token(_)
        | FieldSource::Made(_) => {}
    }
    let cited = own_or_cite("required_cite", required_citation, citation);
    match required {
        Required::Yes | Required::No => {
            res.tell(of, Kind::Required, row(cited.0, Vec::new()), cited);
        }
        Required::When(condition) => {
            let value = Literal::may(&condition.is);
            res.tell(of, Kind::Required, row(cited.0, vec![value]), cited);
        }
        // What holds then is a fact of the provider.
        Required::Unsaid => {}
    }
    if let (Some(cited), FieldSource::Caller) = (values_citation, source) {
        let proof = row("values_cite", values_of(ty, enums));
        res.tell(of, Kind::Values, proof, ("values_cite", cited));
    }
    if let Some(Stated {
        text,
        citation: stated,
    }) = default
    {
        let proof = Proof::All(vec![Literal::must(text)]);
        let cited = own_or_cite("default_cite", stated, citation);
        res.tell(of, Kind::Default, proof, cited);
    }
    for (index, it) in rules.iter().enumerate() {
        let way = of.way.key("rules").index(index);
        let of = of.at(&(index + 1).to_string(), of.about.clone(), way);
        rule(res, &of, it);
    }
}

fn in_document(lines: Lines, words: Words) -> Citation {
    Citation {
        source: Source::Document(lines),
        confidence: Confidence::High,
        words,
    }
}

/// The values that show what an enumerated field is.
fn values_of(ty: &Type, enums: &[Enumeration]) -> Vec<Literal> {
    let Type::Enum(name) = ty.innermost() else {
        return Vec::new();
    };
    let set = enums.iter().find(|it| it.name == *name);
    let values = set.into_iter().flat_map(|it| &it.values);
    values.map(|it| Literal::may(&it.wire)).collect()
}

fn rule(res: &mut Collected, of: &Of<'_>, it: &Rule) {
    let Rule {
        kind,
        enforced: _,
        because: _,
        citation,
    } = it;
    let number = |it: &u32| Literal::must(&it.to_string());
    let literals = match kind {
        RuleKind::Digits(count) => vec![number(count)],
        // That a text may be empty is what no lower bound says.
        RuleKind::Length(0, to) => vec![number(to)],
        RuleKind::Length(from, to) => vec![number(from), number(to)],
        // `https://` is asked for as HTTPS.
        RuleKind::Starts(text) => {
            let letters = text.trim_matches(|it: char| !it.is_alphanumeric());
            vec![Literal::may(text), Literal::may(&letters.to_uppercase())]
        }
        RuleKind::Range(least, most) => {
            let bounds = least.iter().chain(most);
            bounds.map(|it| Literal::must(it)).collect()
        }
    };
    let proof = Proof::Each(literals);
    res.tell(of, Kind::Rule, proof, ("cite", citation));
}

fn order(res: &mut Collected, of: &Of<'_>, it: &Signature) {
    let Signature {
        scheme: _,
        parts: _,
        printed,
        into: _,
        citation,
    } = it;
    let way = of.way.key("signature");
    let of = of.at("signature", of.about.clone(), way);
    let proof = Proof::Each(vec![Literal::must(printed)]);
    res.tell(&of, Kind::Order, proof, ("cite", citation));
}

fn answered(res: &mut Collected, of: &Of<'_>, it: &ReplyRule, samples: &[Sample]) {
    let ReplyRule {
        ty: _,
        codes: _,
        details: _,
        messages: _,
        references: _,
        without_code: _,
        needs: _,
        needs_citation,
        citation,
    } = it;
    let of = of.key("reply");
    if let Some(it) = needs_citation {
        res.tell(&of, Kind::Needs, Proof::Prose, ("needs_cite", it));
    }
    let printed = samples.iter().filter(|it| it.kind == SampleKind::Reply);
    let proof = Proof::Around(printed.map(|it| it.lines).collect());
    res.tell(&of, Kind::Reply, proof, ("cite", citation));
}

/// The samples of an operation or callback.
pub(super) fn samples_of(res: &mut Collected, of: &Of<'_>, samples: &[Sample]) {
    for (index, it) in samples.iter().enumerate() {
        let Sample {
            kind: _,
            lines,
            words,
            disposition,
            discrepancy: _,
        } = it;
        let way = of.way.key("samples").index(index);
        let of = of.at(&format!("L{}", lines.0), of.about.clone(), way);
        let proof = Proof::Sample {
            replayed: *disposition == SampleDisposition::Replayed,
        };
        let citation = in_document(Lines(vec![*lines]), words.clone());
        res.tell(&of, Kind::Sample, proof, ("lines", &citation));
    }
}
