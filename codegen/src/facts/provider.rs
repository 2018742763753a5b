//! What belongs to the provider as a whole.

use super::blocks::Blocks;
use super::operation::{field, operation};
use super::proof::{Literal, Proof};
use super::way::Way;
use super::{About, Block, Collected, Kind, Of, callback, code, shape};
use crate::model::{
    self, Credential, Discrepancy, Document, Enumeration, Environment, Field, FieldSource, Group,
    Magic, Prefix, Provider, Reference, Scheme, Server, SetAside, Setting, Token,
};

pub(super) fn provider(res: &mut Collected, it: &Provider) {
    let Provider {
        name: _,
        title: _,
        about: _,
        version: _,
        documents,
        environments,
        servers: _,
        credentials,
        settings,
        shared,
        ways,
        tokens,
        schemes,
        unsaid,
        groups,
        references,
        enums,
        tables,
        records,
        codes,
        operations,
        callbacks,
        discrepancies,
        set_aside,
    } = it;
    no_facts(documents, groups, discrepancies, set_aside);
    for it in environments {
        environment(res, it);
    }
    let sent = |index: usize| {
        let own = operations.iter().flat_map(|it| &it.fields[it.shared..]);
        let fields = shared.iter().chain(own);
        let carry = move |it: &&Field| it.source == FieldSource::Credential(index);
        fields.filter(carry).map(|it| it.wire.clone()).collect()
    };
    for (index, it) in credentials.iter().enumerate() {
        credential(res, it, sent(index), environments);
    }
    for it in settings {
        setting(res, it);
    }
    // Those of ways are told with their way.
    for (index, it) in shared.iter().filter(|it| it.way.is_none()).enumerate() {
        let of = Of {
            name: format!("header/{}", it.name),
            about: About::Header(it.wire.clone()),
            block: &Block::Shared,
            way: Way::section("headers").index(index),
        };
        field(res, &of, it, &[], enums);
    }
    for it in ways {
        known_by(res, it, enums);
    }
    for it in tokens {
        token(res, it);
    }
    for it in schemes {
        scheme(res, it, credentials);
    }
    let blocks = Blocks::of(it);
    let of = shared_of("provider", About::Provider, Way::section("unsaid"));
    res.tell(&of, Kind::Unsaid, Proof::Prose, ("cite", unsaid));
    for it in references {
        reference(res, it);
    }
    for it in enums {
        shape::enumeration(res, it, tables, blocks.of_enum(&it.name));
    }
    for it in tables {
        shape::table(res, it);
    }
    for it in records {
        shape::record(res, it, blocks.of_record(&it.name));
    }
    for (index, it) in codes.iter().enumerate() {
        code::code(res, index, it, &blocks.of_code(&it.scope));
    }
    for it in operations {
        operation(res, it, enums);
    }
    for it in callbacks {
        callback::callback(res, it);
    }
}

/// What belongs to the provider as a whole.
pub(super) fn shared_of(name: &str, about: About, way: Way) -> Of<'static> {
    Of {
        name: name.to_owned(),
        about,
        block: &Block::Shared,
        way,
    }
}

/// The words of a name, without those that are too short to tell anything.
pub(super) fn words_of(name: &str) -> Vec<String> {
    let mut res = vec![String::new()];
    let mut small = false;
    for it in name.chars() {
        let next = !it.is_alphanumeric() || small && it.is_uppercase();
        small = it.is_lowercase();
        if next {
            res.push(String::new());
        }
        if let Some(word) = res.last_mut().filter(|_| it.is_alphanumeric()) {
            word.extend(it.to_lowercase());
        }
    }
    let whole: String = res.concat();
    res.retain(|it| 2 < it.chars().count());
    if res.is_empty() {
        res.push(whole);
    }
    res
}

fn environment(res: &mut Collected, it: &Environment) {
    let Environment {
        name,
        about: _,
        servers,
        magic,
    } = it;
    for (index, it) in magic.iter().enumerate() {
        let Magic {
            name: value_name,
            value,
            field: _,
            about: _,
            citation,
        } = it;
        let way = Way::section("environments").key(name).key("magic");
        let of = shared_of(
            &format!("environment/{name}/{value_name}"),
            About::Magic(name.clone(), value_name.clone()),
            way.index(index),
        );
        let proof = Proof::Each(vec![Literal::must(value)]);
        res.tell(&of, Kind::Magic, proof, ("cite", citation));
    }
    for it in servers {
        let Server {
            name: server,
            url,
            printed,
            cleartext: _,
            citation,
        } = it;
        let way = Way::section("environments").key(name).key("servers");
        let of = shared_of(
            &format!("environment/{name}/{server}"),
            About::Server(name.clone(), server.clone()),
            way.key(server),
        );
        let proof = match url {
            Some(url) => Proof::Each(vec![Literal::must(url).printed(printed)]),
            None => Proof::Prose,
        };
        res.tell(&of, Kind::Url, proof, ("cite", citation));
    }
}

fn credential(
    res: &mut Collected,
    it: &Credential,
    sent: Vec<String>,
    environments: &[Environment],
) {
    let Credential {
        name,
        about: _,
        secret: _,
        optional: _,
        prefixes,
        citation,
    } = it;
    let way = Way::section("credentials").key(name);
    let of = shared_of("credential", About::Credential(name.clone()), way.clone());
    let of = of.at(name, About::Credential(name.clone()), way);
    let mut words = words_of(name);
    words.extend(sent);
    let proof = Proof::Words(words);
    res.tell(&of, Kind::Credential, proof, ("cite", citation));
    for (index, it) in prefixes.iter().enumerate() {
        let Prefix {
            environment,
            text,
            citation,
        } = it;
        let way = of.way.key("prefixes").index(index);
        let about = About::Credential(name.clone());
        let of = of.at(
            &format!("{}/{text}", environments[*environment].name),
            about,
            way,
        );
        let proof = Proof::Each(vec![Literal::front(text)]);
        res.tell(&of, Kind::Prefix, proof, ("cite", citation));
    }
}

fn setting(res: &mut Collected, it: &Setting) {
    let Setting {
        name,
        about: _,
        citation,
    } = it;
    let way = Way::section("settings").key(name);
    let of = shared_of(
        &format!("setting/{name}"),
        About::Setting(name.clone()),
        way,
    );
    res.tell(&of, Kind::Setting, Proof::Prose, ("cite", citation));
}

fn reference(res: &mut Collected, it: &Reference) {
    let Reference {
        name,
        about: _,
        dated: _,
        random: _,
        count: _,
        length: _,
        charset: _,
        citation,
    } = it;
    let way = Way::section("references").key(name);
    let of = shared_of(
        &format!("reference/{name}"),
        About::Reference(name.clone()),
        way,
    );
    res.tell(&of, Kind::Reference, Proof::Prose, ("cite", citation));
}

fn known_by(res: &mut Collected, it: &model::Way, enums: &[Enumeration]) {
    let model::Way {
        name,
        about: _,
        fields,
        citation,
    } = it;
    let way = Way::section("ways").key(name);
    let of = shared_of(
        &format!("way/{name}"),
        About::Way(name.clone()),
        way.clone(),
    );
    res.tell(&of, Kind::Way, Proof::Prose, ("cite", citation));
    for (index, it) in fields.iter().enumerate() {
        let about = About::Header(it.wire.clone());
        let of = of.at(&it.name, about, way.key("fields").index(index));
        field(res, &of, it, &[], enums);
    }
}

fn token(res: &mut Collected, it: &Token) {
    let Token {
        name,
        about: _,
        operation: _,
        at: _,
        lives: _,
        early: _,
        citation,
    } = it;
    let way = Way::section("tokens").key(name);
    let of = shared_of(&format!("token/{name}"), About::Token(name.clone()), way);
    res.tell(&of, Kind::Token, Proof::Prose, ("cite", citation));
}

fn scheme(res: &mut Collected, it: &Scheme, credentials: &[Credential]) {
    let Scheme {
        name,
        algorithm,
        citation,
        key,
        key_citation,
        encoding: _,
        encoding_citation,
        joiner_citation,
        joiner: _,
        prefix: _,
        suffix: _,
        named: _,
        sorted: _,
        empty_kept: _,
        empty_said: _,
    } = it;
    let way = Way::section("signatures").key(name);
    let of = shared_of(
        &format!("signature/{name}"),
        About::Scheme(name.clone()),
        way,
    );
    // No document has a name for what is no digest; it says how the text is written.
    let algorithm = match it.discloses() {
        true => Proof::Digest,
        false => Proof::Each(vec![Literal::loose(algorithm)]),
    };
    res.tell(&of, Kind::Algorithm, algorithm, ("cite", citation));
    if let Some(key_citation) = key_citation {
        let key = Proof::Words(key.map_or_else(Vec::new, |it| words_of(&credentials[it].name)));
        res.tell(&of, Kind::Key, key, ("key_cite", key_citation));
    }
    let encoding = ("encoding_cite", encoding_citation);
    res.tell(&of, Kind::Encoding, Proof::Digest, encoding);
    let joiner = ("joiner_cite", joiner_citation);
    res.tell(&of, Kind::Joiner, Proof::Prose, joiner);
}

/// What has lines or names of its own and states nothing of the wire.
fn no_facts(
    documents: &[Document],
    groups: &[Group],
    discrepancies: &[Discrepancy],
    set_aside: &[SetAside],
) {
    for Document { name: _, title: _ } in documents {}
    for Group { name: _, about: _ } in groups {}
    for it in discrepancies {
        let Discrepancy {
            name: _,
            lines: _,
            words: _,
            says: _,
            choice: _,
            reason: _,
        } = it;
    }
    for SetAside {
        lines: _,
        reason: _,
    } in set_aside
    {}
}
