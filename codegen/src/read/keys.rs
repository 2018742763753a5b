//! The keys that a place knows, asked of the type that reads it, so that a misspelt one finds its word.

use serde::de::value::{Error, StrDeserializer};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error as _, IntoDeserializer, MapAccess,
    SeqAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use crate::locate::Step;

/// The keys of the map that the steps lead to in a `T`; none where a map has names of its own.
pub(crate) fn known<T: DeserializeOwned>(steps: &[Step]) -> &'static [&'static str] {
    let mut keys: &'static [&'static str] = &[];
    let way = Way {
        steps,
        keys: &mut keys,
    };
    // The walk ends in an error by design: there is no value to return.
    let _ = T::deserialize(way);
    keys
}

/// Leads a type along the steps, as if the file held nothing else.
struct Way<'a> {
    steps: &'a [Step],
    keys: &'a mut &'static [&'static str],
}

impl Way<'_> {
    fn end<T>() -> Result<T, Error> {
        Err(Error::custom("the end of the way"))
    }
}

impl<'de> Deserializer<'de> for Way<'_> {
    type Error = Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        if self.steps.is_empty() {
            *self.keys = fields;
            return Way::end();
        }
        visitor.visit_map(self)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.steps.first() {
            Some(Step::Key(_)) => visitor.visit_map(self),
            Some(Step::Index(_)) => visitor.visit_seq(self),
            Some(Step::Name(_)) | None => Way::end(),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

impl<'de> MapAccess<'de> for Way<'_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some(Step::Key(key)) = self.steps.first() else {
            return Way::end();
        };
        let key: StrDeserializer<'_, Error> = key.as_str().into_deserializer();
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(Way {
            steps: self.steps.split_first().map_or(&[], |it| it.1),
            keys: self.keys,
        })
    }
}

impl<'de> SeqAccess<'de> for Way<'_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        self.next_value_seed(seed).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::ProviderFile;

    #[test]
    fn a_map_deep_in_the_file_knows_its_keys() {
        let steps = [
            Step::Key("operations".to_owned()),
            Step::Key("pay".to_owned()),
            Step::Key("samples".to_owned()),
            Step::Index(3),
        ];
        let keys = known::<ProviderFile>(&steps);
        assert_eq!(keys, ["kind", "lines", "disposition", "discrepancy"]);
    }

    #[test]
    fn a_map_of_names_knows_none() {
        let steps = [Step::Key("operations".to_owned())];
        assert!(known::<ProviderFile>(&steps).is_empty());
    }
}
