//! What holds for all calls: addresses, credentials, tokens, ways of signing.

use verbatim_codegen::model::{Credential, Lifetime};

use super::{Class, Fact, Making};

impl Making<'_> {
    pub(super) fn world(&mut self) {
        let provider = self.provider;
        for (at, environment) in provider.environments.iter().enumerate() {
            for (index, server) in environment.servers.iter().enumerate() {
                let name = format!("environments/{}/{}", environment.name, server.name);
                // A client with one bad address is not made at all.
                let fact = Fact::new(name, &server.citation, &[]);
                let change = match server.cleartext {
                    true => "clear text is refused".to_owned(),
                    false => "clear text is allowed".to_owned(),
                };
                self.add(Class::Cleartext, &fact, change, move |it| {
                    let it = &mut it.environments[at].servers[index];
                    it.cleartext = !it.cleartext;
                });
                match &server.url {
                    Some(url) => {
                        let change = format!("`{url}` becomes `{url}/x`");
                        self.add(Class::BaseUrl, &fact, change, move |it| {
                            if let Some(it) = &mut it.environments[at].servers[index].url {
                                it.push_str("/x");
                            }
                        });
                        let change = "the caller gives it".to_owned();
                        self.add(Class::BaseUrl, &fact, change, move |it| {
                            it.environments[at].servers[index].url = None;
                        });
                    }
                    None => {
                        let change = "it is `https://example.invalid`".to_owned();
                        self.add(Class::BaseUrl, &fact, change, move |it| {
                            let it = &mut it.environments[at].servers[index];
                            it.url = Some("https://example.invalid".to_owned());
                        });
                    }
                }
            }
        }
        for (at, environment) in provider.environments.iter().enumerate() {
            for (index, magic) in environment.magic.iter().enumerate() {
                let name = format!("environments/{}/magic/{}", environment.name, magic.name);
                let fact = Fact::new(name, &magic.citation, &[]);
                let change = format!("`{0}` becomes `{0}x`", magic.value);
                self.add(Class::MagicValue, &fact, change, move |it| {
                    it.environments[at].magic[index].value.push('x');
                });
            }
        }
        for (at, way) in provider.ways.iter().enumerate() {
            let fact = Fact::new(format!("ways/{}", way.name), &way.citation, &[]);
            let change = format!("`{}` is no way", way.name);
            self.add(Class::Way, &fact, change, move |it| {
                it.ways[at].name.push('x');
            });
        }
        for (at, credential) in provider.credentials.iter().enumerate() {
            let name = format!("credentials/{}", credential.name);
            let fact = Fact::new(name, &credential.citation, &[]);
            let change = match credential.secret {
                true => "it is not secret".to_owned(),
                false => "it is secret".to_owned(),
            };
            self.add(Class::Secret, &fact, change, move |it| {
                it.credentials[at].secret = !it.credentials[at].secret;
            });
            let change = match credential.optional {
                true => "no client is made without it".to_owned(),
                false => "a client can be made without it".to_owned(),
            };
            self.add(Class::Required, &fact, change, move |it| {
                it.credentials[at].optional = !it.credentials[at].optional;
            });
            self.prefixes(at, credential);
        }
        for (at, token) in provider.tokens.iter().enumerate() {
            let fact = Fact::new(format!("tokens/{}", token.name), &token.citation, &[]);
            let change = format!("it is at `{}x`", token.at);
            self.add(Class::Token, &fact, change, move |it| {
                it.tokens[at].at.push('x')
            });
            let change = "its lifetime is another one".to_owned();
            self.add(Class::Token, &fact, change, move |it| {
                match &mut it.tokens[at].lives {
                    Lifetime::At(pointer) => pointer.push('x'),
                    Lifetime::Seconds(seconds) => *seconds = 0,
                }
            });
            let change = "it is fetched again an hour before its end".to_owned();
            self.add(Class::Token, &fact, change, move |it| {
                it.tokens[at].early += 3600
            });
        }
        for scheme in &provider.schemes {
            self.scheme(scheme);
        }
    }

    /// How the credentials of one environment are told from those of another.
    fn prefixes(&mut self, at: usize, credential: &Credential) {
        let count = self.provider.environments.len();
        for (index, prefix) in credential.prefixes.iter().enumerate() {
            let (text, home) = (&prefix.text, prefix.environment);
            let environment = &self.provider.environments[home].name;
            let name = format!("credentials/{}/{environment}/{text}", credential.name);
            let fact = Fact::new(name, &prefix.citation, &[]);
            let change = format!("`{text}` becomes `{text}x`");
            self.add(Class::CredentialPrefix, &fact, change, move |it| {
                it.credentials[at].prefixes[index].text.push('x');
            });
            self.add(
                Class::CredentialPrefix,
                &fact,
                "nothing tells it".to_owned(),
                move |it| {
                    it.credentials[at].prefixes.remove(index);
                },
            );
            for other in (0..count).filter(|it| *it != home) {
                let environment = &self.provider.environments[other].name;
                let change = format!("it is one of `{environment}`");
                self.add(Class::CredentialPrefix, &fact, change, move |it| {
                    it.credentials[at].prefixes[index].environment = other;
                });
            }
        }
    }
}
