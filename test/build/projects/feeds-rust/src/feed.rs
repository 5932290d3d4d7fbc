use serde::Serialize;

#[derive(Serialize)]
pub struct Feed {
    pub name: &'static str,
    pub entries: u32,
}

pub fn all() -> Vec<Feed> {
    vec![Feed { name: "harbour", entries: 12 }, Feed { name: "weather", entries: 3 }]
}
