//! x
use verbatim_codegen::Source;
fn cpu() -> f64 {
    let s = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    s.split(' ').next().unwrap().parse::<f64>().unwrap() / 1e6
}
#[test]
fn m() {
    let text = include_str!("../../conformance/made-up/specs/acme/provider.yaml");
    let source = Source::single("acme", "provider.yaml", text);
    let bad = Source::single("acme", "provider.yaml", &text.replace("type: phone, cite: 118", "type: ph}one, cite: 118").replace("ph}one", "pone"));
    let provider = verbatim_codegen::check(&source).unwrap();
    let mut pages = Vec::new();
    let t = cpu();
    for _ in 0..20 { verbatim_codegen::check(&source).unwrap_or_else(|e| panic!("{e}")); }
    println!("check {:?}", (cpu()-t) / 20.0);
    let t = cpu();
    for _ in 0..20 { verbatim_codegen::check(&bad).unwrap_err(); }
    println!("check bad {:?}", (cpu()-t) / 20.0);
    let t = cpu();
    for _ in 0..20 { pages = verbatim_codegen::generate(&provider); }
    println!("generate {:?}", (cpu()-t) / 20.0);
    let t = cpu();
    for _ in 0..20 { for p in &pages { if p.path.ends_with(".rs") { syn::parse_file(&p.text).unwrap(); } } }
    println!("syn {:?}", (cpu()-t) / 20.0);
    let t = cpu();
    for _ in 0..20 { for p in &pages { if p.path.ends_with(".rs") { p.text.parse::<proc_macro2::TokenStream>().unwrap(); } } }
    println!("pm2 {:?}", (cpu()-t) / 20.0);
}
